package io.gatelink.functions.apigateway;

import io.gatelink.functions.lambda.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.apigateway.model.MethodSetting;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * How stages are to be: their access logs, metrics, traces and limits.
 *
 * <p>Execution logging stays off, and so does the tracing of data: the former writes what requests ask for, at its
 * level INFO with headers, and the latter writes headers and bodies in full. Access logs say what happened without
 * either.
 *
 * @param rateLimit  requests a second
 * @param burstLimit requests
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html">UpdateStage</a>
 */
public record StageSettings(AccessLogs accessLogs, int rateLimit, int burstLimit) {

    /** All methods that have no settings of their own. */
    private static final String ALL = "*/*";

    private static final int MOST_REQUESTS = 100_000;

    /** What a function's environment asks for. */
    public static StageSettings of(Settings settings) {
        return new StageSettings(AccessLogs.of(settings),
                settings.number("THROTTLING_RATE_LIMIT", 1, MOST_REQUESTS),
                settings.number("THROTTLING_BURST_LIMIT", 1, MOST_REQUESTS));
    }

    /** What makes a stage so, and serve a deployment through a VPC link, all at once; nothing if it is so already. */
    public List<PatchOperation> corrections(Stage stage, String deployment, String vpcLink) {
        List<PatchOperation> corrections = new ArrayList<>();
        ApiGateway.correct(corrections, deployment.equals(stage.deploymentId()), "/deploymentId", deployment);
        corrections.addAll(accessLogs.corrections(stage.accessLogSettings()));
        methods(stage.methodSettings().getOrDefault(ALL, MethodSetting.builder().build()), corrections);
        ApiGateway.correct(corrections, Boolean.TRUE.equals(stage.tracingEnabled()), "/tracingEnabled", "true");
        ApiGateway.correct(corrections, vpcLink.equals(stage.variables().get(ApiGateway.VPC_LINK_ID)),
                "/variables/" + ApiGateway.VPC_LINK_ID, vpcLink);
        return corrections;
    }

    private void methods(MethodSetting found, List<PatchOperation> corrections) {
        ApiGateway.correct(corrections, Boolean.TRUE.equals(found.metricsEnabled()), "/*/*/metrics/enabled", "true");
        ApiGateway.correct(corrections, found.loggingLevel() == null || "OFF".equals(found.loggingLevel()),
                "/*/*/logging/loglevel", "OFF");
        ApiGateway.correct(corrections, !Boolean.TRUE.equals(found.dataTraceEnabled()),
                "/*/*/logging/dataTrace", "false");
        ApiGateway.correct(corrections, Objects.equals(found.throttlingRateLimit(), (double) rateLimit),
                "/*/*/throttling/rateLimit", Integer.toString(rateLimit));
        ApiGateway.correct(corrections, Objects.equals(found.throttlingBurstLimit(), burstLimit),
                "/*/*/throttling/burstLimit", Integer.toString(burstLimit));
    }
}
