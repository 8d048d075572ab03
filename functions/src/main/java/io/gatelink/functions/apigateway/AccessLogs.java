package io.gatelink.functions.apigateway;

import io.gatelink.functions.lambda.InvalidConfigurationException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.AccessLogSettings;

/**
 * Where a stage logs its requests: to the stack's own log group, if the account lets API Gateway write logs at all.
 *
 * @param on         whether it logs
 * @param logGroup   the ARN of the stack's log group
 * @param warning    why it does not log although it should, with the remedy
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html">Set up CloudWatch
 *      logging for REST APIs</a>
 */
public record AccessLogs(boolean on, String logGroup, Optional<String> warning) {

    /** On if the account allows it. */
    public static final String AUTO = "AUTO";

    /** On; an account that does not allow it is a failure. */
    public static final String REQUIRED = "REQUIRED";

    /** Off. */
    public static final String OFF = "OFF";

    public static final List<String> MODES = List.of(AUTO, REQUIRED, OFF);

    /** What a line says. Neither bodies nor query strings nor keys are in it. */
    public static final String FORMAT = "{" + String.join(",",
            field("requestId", "requestId"),
            field("extendedRequestId", "extendedRequestId"),
            field("time", "requestTime"),
            field("ip", "identity.sourceIp"),
            field("caller", "identity.caller"),
            field("userArn", "identity.userArn"),
            field("apiKeyId", "identity.apiKeyId"),
            field("apiId", "apiId"),
            field("stage", "stage"),
            field("method", "httpMethod"),
            field("path", "path"),
            field("protocol", "protocol"),
            field("status", "status"),
            field("responseLength", "responseLength"),
            field("responseLatency", "responseLatency"),
            field("errorType", "error.responseType"),
            field("integrationStatus", "integration.status"),
            field("integrationLatency", "integration.latency"),
            field("integrationError", "integration.error"),
            field("traceId", "xrayTraceId")) + "}";

    /**
     * Looks whether the account allows what is asked for.
     *
     * @param mode     one of {@link #MODES}
     * @param logGroup the ARN of the stack's log group; CloudFormation's ends in {@code :*}
     * @throws InvalidConfigurationException if it is required, and the account does not allow it
     */
    public static AccessLogs of(ApiGatewayClient apiGateway, String mode, String logGroup) {
        String arn = logGroup.endsWith(":*") ? logGroup.substring(0, logGroup.length() - 2) : logGroup;
        if (mode.equals(OFF)) {
            return new AccessLogs(false, arn, Optional.empty());
        }
        String role = apiGateway.getAccount(request -> { }).cloudwatchRoleArn();
        if (role != null && !role.isEmpty()) {
            return new AccessLogs(true, arn, Optional.empty());
        }
        String what = "API Gateway has no role under which it may write logs in this account and Region: create one that "
                + "apigateway.amazonaws.com may assume, with the managed policy AmazonAPIGatewayPushToCloudWatchLogs, and "
                + "run aws apigateway update-account --patch-operations "
                + "op=replace,path=/cloudwatchRoleArn,value=<the role's ARN>; then publish the load balancer again";
        if (mode.equals(REQUIRED)) {
            throw new InvalidConfigurationException("Parameter AccessLogs of the stack is REQUIRED, but " + what
                    + ". Or deploy the stack with AccessLogs=AUTO.");
        }
        return new AccessLogs(false, arn, Optional.of("The stage has no access logs, for " + what + "."));
    }

    /** Whether a stage with these settings logs as it should. */
    public boolean isLike(AccessLogSettings found) {
        return found != null && FORMAT.equals(found.format()) && isOurs(found);
    }

    /** Whether a stage with these settings logs to the stack's own log group. */
    public boolean isOurs(AccessLogSettings found) {
        return found != null && found.destinationArn() != null && List.of(logGroup, logGroup + ":*")
                .contains(found.destinationArn());
    }

    private static String field(String name, String variable) {
        return "\"" + name + "\":\"$context." + variable + "\"";
    }
}
