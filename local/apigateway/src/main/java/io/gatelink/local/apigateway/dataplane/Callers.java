package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.policy.Principals;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who calls APIs with a signature. Used exclusively. */
public interface Callers {

    /** Who stands behind an access key. */
    Caller of(String accessKeyId);

    /**
     * A caller.
     *
     * @param arn     of the user, or of the role's session; as refusals name him
     * @param context the condition keys that are about him, such as {@code aws:PrincipalArn}
     */
    record Caller(String arn, Map<String, List<String>> context) {

        /** Whether a statement about these principals is about this caller. */
        boolean isAmong(Principals principals) {
            return principals.anyone()
                    || principals.accounts().stream()
                            .anyMatch(account -> account.equals(arn)
                                    || context.getOrDefault("aws:PrincipalArn", List.of())
                                            .contains(account)
                                    || context.getOrDefault("aws:PrincipalAccount", List.of()).stream()
                                            .anyMatch(id -> account.equals(id)
                                                    || account.matches("arn:[a-z0-9-]+:iam::" + id + ":root")));
        }
    }

    /** What authorizers ask about callers. */
    default AuthorizerServices authorizers() {
        return AuthorizerServices.NONE;
    }

    /** What is asked about each request of a stage that it is associated with. */
    default WebAcls webAcls() {
        return WebAcls.NONE;
    }

    /**
     * What the caller's own policies say to a call.
     *
     * @param path what follows the stage
     * @return the refusal, if they do not allow it
     */
    Optional<AwsException> refusal(String accessKeyId, String restApiId, String stage, String method, String path);
}
