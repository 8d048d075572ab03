package io.gatelink.local.apigateway;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A deployment under a name. Fields are those of API Gateway's Stage, {@code null} where absent. There is no cache and
 * no canary here.
 *
 * @param methodSettings by {@code *}{@code /*} or {@code <resource path>/<HTTP method>}
 * @param webAclArn      of AWS WAF, which alone changes it
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html">Stage</a>
 */
public record Stage(
        String stageName,
        String deploymentId,
        String description,
        Map<String, MethodSetting> methodSettings,
        Map<String, String> variables,
        AccessLogSettings accessLogSettings,
        boolean tracingEnabled,
        String webAclArn,
        Map<String, String> tags,
        Instant createdDate,
        Instant lastUpdatedDate) {

    /** Where and how each request is logged; either may be {@code null}. */
    public record AccessLogSettings(String destinationArn, String format) {}

    public Stage {
        methodSettings = Collections.unmodifiableMap(new TreeMap<>(methodSettings));
        variables = Collections.unmodifiableMap(new TreeMap<>(variables));
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    Draft edit() {
        return new Draft(this);
    }

    /** A stage that is being made or changed. */
    static final class Draft {

        final String stageName;
        String deploymentId;
        String description;
        final Map<String, MethodSetting> methodSettings = new TreeMap<>();
        final Map<String, String> variables = new TreeMap<>();
        AccessLogSettings accessLogSettings;
        boolean tracingEnabled;
        String webAclArn;
        Map<String, String> tags = Map.of();
        final Instant createdDate;

        Draft(String stageName, Instant createdDate) {
            this.stageName = stageName;
            this.createdDate = createdDate;
        }

        private Draft(Stage stage) {
            this(stage.stageName, stage.createdDate);
            deploymentId = stage.deploymentId;
            description = stage.description;
            methodSettings.putAll(stage.methodSettings);
            variables.putAll(stage.variables);
            accessLogSettings = stage.accessLogSettings;
            tracingEnabled = stage.tracingEnabled;
            webAclArn = stage.webAclArn;
            tags = stage.tags;
        }

        Stage build(Instant now) {
            return new Stage(
                    stageName,
                    deploymentId,
                    description,
                    methodSettings,
                    variables,
                    accessLogSettings,
                    tracingEnabled,
                    webAclArn,
                    tags,
                    createdDate,
                    now);
        }
    }
}
