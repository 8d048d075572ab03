package io.gatelink.functions.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.apigateway.model.GetStageResponse;
import software.amazon.awssdk.services.apigateway.model.MethodSetting;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/**
 * How a stage is to be: what it serves and where that leads, its logs, metrics, traces and limits.
 *
 * @param rateLimit  requests a second
 * @param burstLimit requests
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html">UpdateStage</a>
 */
public record StageSettings(String deploymentId, String vpcLinkId, AccessLogs accessLogs, int rateLimit, int burstLimit) {

    /** All methods that have no settings of their own. */
    private static final String ALL = "*/*";

    /** The changes that make a stage so, at once; none if it is so already. */
    public List<PatchOperation> corrections(GetStageResponse stage) {
        List<PatchOperation> corrections = new ArrayList<>();
        if (!deploymentId.equals(stage.deploymentId())) {
            corrections.add(RestApis.replace("/deploymentId", deploymentId));
        }
        logs(stage, corrections);
        methods(stage.methodSettings().getOrDefault(ALL, MethodSetting.builder().build()), corrections);
        if (!Boolean.TRUE.equals(stage.tracingEnabled())) {
            corrections.add(RestApis.replace("/tracingEnabled", "true"));
        }
        // At the end: all is in place by the time that the stage leads anywhere.
        if (!vpcLinkId.equals(stage.variables().get(StageVariables.VPC_LINK_ID))) {
            corrections.add(RestApis.replace("/variables/" + StageVariables.VPC_LINK_ID, vpcLinkId));
        }
        return corrections;
    }

    private void logs(GetStageResponse stage, List<PatchOperation> corrections) {
        if (accessLogs.on() && !accessLogs.isLike(stage.accessLogSettings())) {
            corrections.add(RestApis.replace("/accessLogSettings/destinationArn", accessLogs.logGroup()));
            corrections.add(RestApis.replace("/accessLogSettings/format", AccessLogs.FORMAT));
        } else if (!accessLogs.on() && accessLogs.warning().isEmpty()
                && accessLogs.isOurs(stage.accessLogSettings())) {
            corrections.add(PatchOperation.builder().op(Op.REMOVE).path("/accessLogSettings").build());
        }
    }

    private void methods(MethodSetting found, List<PatchOperation> corrections) {
        if (!Boolean.TRUE.equals(found.metricsEnabled())) {
            corrections.add(RestApis.replace("/*/*/metrics/enabled", "true"));
        }
        if (Boolean.TRUE.equals(found.dataTraceEnabled())) {
            // It would write bodies and headers of requests into logs.
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
