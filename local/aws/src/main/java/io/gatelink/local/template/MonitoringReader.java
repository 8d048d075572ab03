package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads log groups, alarms and dashboards, as far as something else depends on them. */
final class MonitoringReader {

    private final Problems problems;
    private final AlarmReader alarmReader;
    private final List<Stack.LogGroup> logGroups = new ArrayList<>();
    private final List<Stack.Alarm> alarms = new ArrayList<>();

    MonitoringReader(Problems problems) {
        this.problems = problems;
        this.alarmReader = new AlarmReader(problems);
    }

    void logGroup(String logicalId, String name, ResourceType.Identity identity, JsonNode values, String path) {
        var properties = Properties.of(
                values,
                path,
                Set.of(
                        "LogGroupName",
                        "KmsKeyId",
                        "RetentionInDays",
                        // No effect here.
                        "LogGroupClass",
                        "DeletionProtectionEnabled",
                        "Tags"),
                problems);
        Optional<String> key = properties.text("KmsKeyId");
        key.filter(arn -> !arn.startsWith("arn:"))
                .ifPresent(arn -> problems.add(path + ".KmsKeyId", "must be the ARN of a key"));
        Optional<Integer> retention = properties.at("RetentionInDays").isMissingNode()
                ? Optional.empty()
                : Optional.of(properties.number("RetentionInDays", 1, 1, 3653));
        String arn = identity.attributes().get("Arn");
        logGroups.add(
                new Stack.LogGroup(logicalId, name, arn.substring(0, arn.length() - ":*".length()), key, retention));
    }

    void alarm(String logicalId, String name, ResourceType.Identity identity, JsonNode values, String path) {
        alarms.add(alarmReader.alarm(logicalId, name, identity, values, path));
    }

    void dashboard(JsonNode values, String path) {
        var properties = Properties.of(values, path, Set.of("DashboardName", "DashboardBody"), problems);
        String body = properties.requiredText("DashboardBody");
        if (problems.areWithin(path)) {
            return;
        }
        try {
            if (!Json.parse(body).path("widgets").isArray()) {
                problems.add(path + ".DashboardBody", "has no list of widgets");
            }
        } catch (Json.InvalidJsonException e) {
            problems.add(path + ".DashboardBody", "not JSON: " + e.getMessage());
        }
    }

    List<Stack.LogGroup> logGroups() {
        return logGroups;
    }

    List<Stack.Alarm> alarms() {
        return alarms;
    }
}
