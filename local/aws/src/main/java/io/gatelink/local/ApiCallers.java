package io.gatelink.local;

import io.gatelink.local.apigateway.dataplane.AuthorizerServices;
import io.gatelink.local.apigateway.dataplane.Callers;
import io.gatelink.local.apigateway.dataplane.WebAcls;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.iam.AccessControl;
import io.gatelink.local.sts.Identities;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who calls APIs: functions of the template, held to their policies, and people, who may do everything. */
record ApiCallers(
        Account account,
        Identities identities,
        AccessControl accessControl,
        AuthorizerServices authorizers,
        WebAcls webAcls)
        implements Callers {

    @Override
    public Caller of(String accessKeyId) {
        String arn = identities.of(accessKeyId).arn();
        // A condition sees the role, not its session.
        String principal = arn.replaceFirst(":sts::([0-9]+):assumed-role/([^/]+)/.*", ":iam::$1:role/$2");
        return new Caller(
                arn,
                Map.of(
                        "aws:PrincipalArn", List.of(principal),
                        "aws:PrincipalAccount", List.of(account.id()),
                        "aws:PrincipalOrgID", List.of(Configuration.ORGANIZATION)));
    }

    @Override
    public Optional<AwsException> refusal(
            String accessKeyId, String restApiId, String stage, String method, String path) {
        return accessControl.refusalToInvoke(accessKeyId, restApiId, stage, method, path);
    }
}
