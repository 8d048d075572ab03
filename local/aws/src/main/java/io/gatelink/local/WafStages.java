package io.gatelink.local;

import io.gatelink.local.apigateway.ApiGateway;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.waf.ProtectedStages;
import java.util.List;
import java.util.Optional;

/** API Gateway's stages, as AWS WAF finds them. */
record WafStages(ApiGateway apiGateway) implements ProtectedStages {

    @Override
    public Presence presence(String restApiId, String stageName) {
        try {
            apiGateway.stages().getStage(restApiId, stageName);
            return Presence.THERE;
        } catch (AwsException e) {
            return apiGateway.stages().isMade(restApiId, stageName) ? Presence.NOT_YET_SEEN : Presence.MISSING;
        }
    }

    @Override
    public void associate(String restApiId, String stageName, String webAclArn) {
        apiGateway.stages().setWebAcl(restApiId, stageName, webAclArn);
    }

    @Override
    public Optional<String> webAclOf(String restApiId, String stageName) {
        try {
            return Optional.ofNullable(
                    apiGateway.stages().getStage(restApiId, stageName).webAclArn());
        } catch (AwsException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> stagesOf(String webAclArn) {
        return apiGateway.stages().stagesOf(webAclArn);
    }
}
