package io.gatelink.functions.publish;

import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.InvalidConfigurationException;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.Wafv2;
import io.gatelink.functions.registry.Step;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * The stack's web ACL, which looks at the requests to a stage before anything else does. A stack without one leaves
 * alone what others associate.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html">Use
 *      AWS WAF to protect your REST APIs in API Gateway</a>
 */
record WebAcl(Wafv2 waf, String arn) {

    /** That of the parameter WebAclArn, or nothing. */
    static Optional<WebAcl> of(AwsClients clients) {
        String arn = clients.settings().webAclArn();
        return arn.isEmpty() ? Optional.empty() : Optional.of(new WebAcl(new Wafv2(clients), arn));
    }

    /**
     * Associates a stage with it, unless it is.
     *
     * @throws AwsUnavailableException       if AWS WAF does not see the stage, or the web ACL, so far
     * @throws InvalidConfigurationException if there is no such web ACL, or none for stages
     */
    void associate(Step step, String restApi, String stageName, Stage stage) {
        if (arn.equals(stage.webAclArn())) {
            return;
        }
        try {
            waf.associateWebAcl(arn, step.execution().apiGatewayArn("/restapis/" + restApi + "/stages/" + stageName));
        } catch (AwsServiceException e) {
            String message = Text.printable(e.awsErrorDetails().errorMessage());
            switch (e.awsErrorDetails().errorCode()) {
                case "WAFUnavailableEntityException" ->
                    throw new AwsUnavailableException("AWS WAF does not see stage " + stageName + " of REST API "
                            + restApi + ", or web ACL " + arn + ", so far: " + message);
                case "WAFNonexistentItemException", "WAFInvalidParameterException", "WAFInvalidOperationException" ->
                    throw new InvalidConfigurationException("AWS WAF does not associate stage " + stageName
                            + " of REST API " + restApi + " with web ACL " + arn + " (" + message
                            + "): deploy the stack with WebAclArn = the ARN of a regional web ACL that exists, or with "
                            + "none.");
                default -> throw e;
            }
        }
        step.log().with("stage", stageName).info("Web ACL associated");
    }
}
