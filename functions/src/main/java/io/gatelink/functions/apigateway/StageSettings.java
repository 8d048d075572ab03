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
        if (!deployment.equals(stage.deploymentId())) {
            corrections.add(RestApis.replace("/deploymentId", deployment));
        }
        corrections.addAll(accessLogs.corrections(stage.accessLogSettings()));
        methods(stage.methodSettings().getOrDefault(ALL, MethodSetting.builder().build()), corrections);
        if (!Boolean.TRUE.equals(stage.tracingEnabled())) {
            corrections.add(RestApis.replace("/tracingEnabled", "true"));
        }
        if (!vpcLink.equals(stage.variables().get(RestApis.VPC_LINK_ID))) {
            corrections.add(RestApis.replace("/variables/" + RestApis.VPC_LINK_ID, vpcLink));
        }
        return corrections;
    }

    private void methods(MethodSetting found, List<PatchOperation> corrections) {
        if (!Boolean.TRUE.equals(found.metricsEnabled())) {
            corrections.add(RestApis.replace("/*/*/metrics/enabled", "true"));
        }
        if (found.loggingLevel() != null && !"OFF".equals(found.loggingLevel())) {
            corrections.add(RestApis.replace("/*/*/logging/loglevel", "OFF"));
        }
        if (Boolean.TRUE.equals(found.dataTraceEnabled())) {
            corrections.add(RestApis.replace("/*/*/logging/dataTrace", "false"));
        }
        if (!Objects.equals(found.throttlingRateLimit(), (double) rateLimit)) {
            corrections.add(RestApis.replace("/*/*/throttling/rateLimit", Integer.toString(rateLimit)));
        }
        if (!Objects.equals(found.throttlingBurstLimit(), burstLimit)) {
            corrections.add(RestApis.replace("/*/*/throttling/burstLimit", Integer.toString(burstLimit)));
        }
    }
}
