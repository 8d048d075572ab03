package io.gatelink.functions.apigateway;

import io.gatelink.functions.lambda.InvalidConfigurationException;
import io.gatelink.functions.lambda.Settings;
import java.util.List;
import software.amazon.awssdk.services.apigateway.model.AccessLogSettings;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/**
 * Where a stage logs its requests: to the stack's own log group, if the account lets API Gateway write logs at all.
 *
 * @param mode     {@link #AUTO}, {@link #REQUIRED} or {@link #OFF}
 * @param logGroup the ARN of the stack's log group
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html">Set up CloudWatch
 *      logging for REST APIs</a>
 */
public record AccessLogs(String mode, String logGroup) {

    /** On if the account allows it. */
    public static final String AUTO = "AUTO";

    /** On; an account that does not allow it is a failure. */
    public static final String REQUIRED = "REQUIRED";

    /** Off. */
    public static final String OFF = "OFF";

    /** What a line says. Neither bodies nor query strings nor keys are in it. */
    public static final String FORMAT = """
            {"requestId":"$context.requestId","extendedRequestId":"$context.extendedRequestId"\
            ,"time":"$context.requestTime","ip":"$context.identity.sourceIp","caller":"$context.identity.caller"\
            ,"userArn":"$context.identity.userArn","apiKeyId":"$context.identity.apiKeyId"\
            ,"apiId":"$context.apiId","stage":"$context.stage","method":"$context.httpMethod"\
            ,"path":"$context.path","protocol":"$context.protocol","status":"$context.status"\
            ,"responseLength":"$context.responseLength","responseLatency":"$context.responseLatency"\
            ,"errorType":"$context.error.responseType","integrationStatus":"$context.integration.status"\
            ,"integrationLatency":"$context.integration.latency","integrationError":"$context.integration.error"\
            ,"traceId":"$context.xrayTraceId"}""";

    /** How API Gateway refuses logs in an account that has no role for them. */
    private static final String NO_ROLE = "CloudWatch Logs role ARN must be set in account settings to enable logging";

    private static final String PATH = "/accessLogSettings";

    /** What a function's environment asks for. CloudFormation's ARNs of log groups end in {@code :*}. */
    public static AccessLogs of(Settings settings) {
        String arn = settings.arn("ACCESS_LOG_GROUP_ARN");
        return new AccessLogs(settings.oneOf("ACCESS_LOGS", List.of(AUTO, REQUIRED, OFF)),
                arn.endsWith(":*") ? arn.substring(0, arn.length() - 2) : arn);
    }

    /**
     * What makes a stage with these settings log as it should; with {@link #OFF}, logs to other groups are left alone.
     */
    List<PatchOperation> corrections(AccessLogSettings found) {
        boolean ours = found != null && found.destinationArn() != null
                && List.of(logGroup, logGroup + ":*").contains(found.destinationArn());
        if (mode.equals(OFF)) {
            return ours ? List.of(PatchOperation.builder().op(Op.REMOVE).path(PATH).build()) : List.of();
        }
        return ours && FORMAT.equals(found.format()) ? List.of()
                : List.of(ApiGateway.replace(PATH + "/destinationArn", logGroup),
                        ApiGateway.replace(PATH + "/format", FORMAT));
    }

    /** The operations without those that concern access logs. */
    public static List<PatchOperation> without(List<PatchOperation> operations) {
        return operations.stream().filter(operation -> !operation.path().startsWith(PATH)).toList();
    }

    /**
     * What to tell people if API Gateway refused to turn logs on, because the account has no role for that.
     *
     * @throws BadRequestException           if it refused for another reason
     * @throws InvalidConfigurationException if logs are required
     */
    public String warning(BadRequestException refusal) {
        if (mode.equals(OFF) || refusal.getMessage() == null || !refusal.getMessage().contains(NO_ROLE)) {
            throw refusal;
        }
        String remedy = "API Gateway has no role to write logs with in this account and Region. Create one that "
                + "apigateway.amazonaws.com may assume, with the managed policy "
                + "AmazonAPIGatewayPushToCloudWatchLogs; run aws apigateway update-account --patch-operations "
                + "op=replace,path=/cloudwatchRoleArn,value=<the role's ARN>; then publish the load balancer again";
        if (mode.equals(REQUIRED)) {
            throw new InvalidConfigurationException("Parameter AccessLogs of the stack is REQUIRED, but " + remedy
                    + ". Or deploy the stack with AccessLogs=AUTO.");
        }
        return "The stage has no access logs: " + remedy + ".";
    }
}
