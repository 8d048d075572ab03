package io.gatelink.functions.apigateway;

import io.gatelink.functions.lambda.InvalidConfigurationException;
import io.gatelink.functions.lambda.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.apigateway.model.AccessLogSettings;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.MethodSetting;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * How stages are to be: their access logs, metrics, traces and limits.
 *
 * <p>Execution logging stays off, and so does the tracing of data: the former writes what requests ask for, at its
 * level INFO with headers, and the latter writes headers and bodies in full. Access logs say what happened without
 * either.
 *
 * <p>Access logs go to the stack's own log group, if the account lets API Gateway write logs at all.
 *
 * @param accessLogs {@link #AUTO}, {@link #REQUIRED} or {@link #OFF}
 * @param logGroup   the ARN of the stack's log group
 * @param rateLimit  requests a second
 * @param burstLimit requests
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html">UpdateStage</a>
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html">Set up CloudWatch
 *      logging for REST APIs</a>
 */
public record StageSettings(String accessLogs, String logGroup, int rateLimit, int burstLimit) {

    /** Access logs are on if the account allows it. */
    public static final String AUTO = "AUTO";

    /** Access logs are on; an account that does not allow it is a failure. */
    public static final String REQUIRED = "REQUIRED";

    /** Access logs are off. */
    public static final String OFF = "OFF";

    /** What a line of the access logs says. Neither bodies nor query strings nor keys are in it. */
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

    private static final String LOGS = "/accessLogSettings";

    /** All methods that have no settings of their own. */
    private static final String ALL = "*/*";

    private static final int MOST_REQUESTS = 100_000;

    /** What a function's environment asks for. */
    public static StageSettings of(Settings settings) {
        // CloudFormation's ARNs of log groups end in :*.
        return new StageSettings(
                settings.oneOf("ACCESS_LOGS", List.of(AUTO, REQUIRED, OFF)),
                settings.arn("ACCESS_LOG_GROUP_ARN").replaceFirst(":\\*$", ""),
                settings.number("THROTTLING_RATE_LIMIT", 1, MOST_REQUESTS),
                settings.number("THROTTLING_BURST_LIMIT", 1, MOST_REQUESTS));
    }

    /** What makes a stage so, and serve a deployment through a VPC link, all at once; nothing if it is so already. */
    public List<PatchOperation> corrections(Stage stage, String deployment, String vpcLink) {
        List<PatchOperation> corrections = new ArrayList<>();
        ApiGateway.correct(corrections, "/deploymentId", stage.deploymentId(), deployment);
        corrections.addAll(logs(stage.accessLogSettings()));
        methods(stage.methodSettings().getOrDefault(ALL, MethodSetting.builder().build()), corrections);
        ApiGateway.correct(corrections, "/tracingEnabled", stage.tracingEnabled(), true);
        String link = ApiGateway.VPC_LINK_ID;
        ApiGateway.correct(corrections, "/variables/" + link, stage.variables().get(link), vpcLink);
        return corrections;
    }

    private void methods(MethodSetting found, List<PatchOperation> corrections) {
        String level = Objects.requireNonNullElse(found.loggingLevel(), "OFF");
        boolean traced = Boolean.TRUE.equals(found.dataTraceEnabled());
        ApiGateway.correct(corrections, "/*/*/metrics/enabled", found.metricsEnabled(), true);
        ApiGateway.correct(corrections, "/*/*/logging/loglevel", level, "OFF");
        ApiGateway.correct(corrections, "/*/*/logging/dataTrace", traced, false);
        if (!Objects.equals(found.throttlingRateLimit(), (double) rateLimit)) {
            corrections.add(ApiGateway.replace("/*/*/throttling/rateLimit", Integer.toString(rateLimit)));
        }
        ApiGateway.correct(corrections, "/*/*/throttling/burstLimit", found.throttlingBurstLimit(), burstLimit);
    }

    /**
     * What makes a stage log as it should; with {@link #OFF}, logs to other groups are left alone.
     */
    private List<PatchOperation> logs(AccessLogSettings found) {
        boolean ours = found != null
                && found.destinationArn() != null
                && List.of(logGroup, logGroup + ":*").contains(found.destinationArn());
        if (accessLogs.equals(OFF)) {
            return ours
                    ? List.of(PatchOperation.builder().op(Op.REMOVE).path(LOGS).build())
                    : List.of();
        }
        return ours && FORMAT.equals(found.format())
                ? List.of()
                : List.of(
                        ApiGateway.replace(LOGS + "/destinationArn", logGroup),
                        ApiGateway.replace(LOGS + "/format", FORMAT));
    }

    /** The operations without those that concern access logs. */
    public static List<PatchOperation> withoutLogs(List<PatchOperation> operations) {
        return operations.stream()
                .filter(operation -> !operation.path().startsWith(LOGS))
                .toList();
    }

    /**
     * What to tell people if API Gateway refused to turn logs on, because the account has no role for that.
     *
     * @throws BadRequestException           if it refused for another reason
     * @throws InvalidConfigurationException if logs are required
     */
    public String warning(BadRequestException refusal) {
        if (accessLogs.equals(OFF)
                || refusal.getMessage() == null
                || !refusal.getMessage().contains(NO_ROLE)) {
            throw refusal;
        }
        String remedy = "API Gateway has no role to write logs with in this account and Region. Create one that "
                + "apigateway.amazonaws.com may assume, with the managed policy "
                + "AmazonAPIGatewayPushToCloudWatchLogs; run aws apigateway update-account --patch-operations "
                + "op=replace,path=/cloudwatchRoleArn,value=<the role's ARN>; then publish the load balancer again";
        if (accessLogs.equals(REQUIRED)) {
            throw new InvalidConfigurationException("Parameter AccessLogs of the stack is REQUIRED, but " + remedy
                    + ". Or deploy the stack with AccessLogs=AUTO.");
        }
        return "The stage has no access logs: " + remedy + ".";
    }
}
