package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.document.Nearest;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads alarms. Without metrics only their actions have an effect here; but what CloudWatch would refuse is refused.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html">
 *     AWS::CloudWatch::Alarm</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html">Alarm limits</a>
 */
final class AlarmReader {

    private static final Set<String> UNDERSTOOD = Set.of(
            "AlarmName",
            "AlarmDescription",
            "AlarmActions",
            "OKActions",
            "InsufficientDataActions",
            "Metrics",
            // No effect here.
            "ActionsEnabled",
            "ComparisonOperator",
            "DatapointsToAlarm",
            "Dimensions",
            "EvaluateLowSampleCountPercentile",
            "EvaluationPeriods",
            "ExtendedStatistic",
            "MetricName",
            "Namespace",
            "Period",
            "Statistic",
            "Tags",
            "Threshold",
            "ThresholdMetricId",
            "TreatMissingData",
            "Unit");
    private static final Set<String> OF_ONE_METRIC =
            Set.of("MetricName", "Namespace", "Dimensions", "Period", "Statistic", "ExtendedStatistic", "Unit");
    private static final int MOST = 10;
    private static final Pattern ID = Pattern.compile("[a-z][A-Za-z0-9_]{0,254}");
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
    private static final Pattern NAME = Pattern.compile("\\b[a-z][A-Za-z0-9_]*\\b");

    private final Problems problems;

    AlarmReader(Problems problems) {
        this.problems = problems;
    }

    Stack.Alarm alarm(String logicalId, String name, ResourceType.Identity identity, JsonNode values, String path) {
        var properties = Properties.of(values, path, UNDERSTOOD, problems);
        if (!properties.at("Metrics").isMissingNode()) {
            OF_ONE_METRIC.stream()
                    .filter(values::has)
                    .sorted()
                    .forEach(key -> problems.add(path + "." + key, "must not stand beside Metrics"));
            metrics(properties.at("Metrics"), path + ".Metrics");
        }
        var actions = new LinkedHashMap<String, List<String>>();
        actions.put("ALARM", properties.texts("AlarmActions"));
        actions.put("OK", properties.texts("OKActions"));
        actions.put("INSUFFICIENT_DATA", properties.texts("InsufficientDataActions"));
        return new Stack.Alarm(
                logicalId,
                name,
                identity.attributes().get("Arn"),
                properties.text("AlarmDescription").orElse(""),
                actions);
    }

    private void metrics(JsonNode metrics, String path) {
        if (!metrics.isArray() || metrics.isEmpty()) {
            problems.add(path, "must be a list of metrics and expressions");
            return;
        }
        var periods = new LinkedHashSet<String>();
        Map<String, String> expressions = new LinkedHashMap<>();
        var ids = new LinkedHashSet<String>();
        int returned = 0;
        for (int i = 0; i < metrics.size(); i++) {
            String place = path + "." + i;
            var query = Properties.of(
                    metrics.get(i),
                    place,
                    Set.of("Id", "Expression", "MetricStat", "ReturnData", "Period", "Label", "AccountId"),
                    problems);
            String id = query.requiredText("Id");
            if (!ID.matcher(id).matches() || !ids.add(id)) {
                problems.add(place + ".Id", "must begin with a small letter, and be there once");
            }
            boolean expression = !query.at("Expression").isMissingNode();
            if (expression == !query.at("MetricStat").isMissingNode()) {
                problems.add(place, "must have either Expression or MetricStat");
            } else if (expression) {
                expressions.put(place, query.requiredText("Expression"));
            } else {
                metric(query, periods);
            }
            returned += query.text("ReturnData").map(Boolean::parseBoolean).orElse(true) ? 1 : 0;
        }
        if (returned != 1) {
            problems.add(path, "exactly one must have ReturnData true, which is the default; " + returned + " have it");
        }
        if (expressions.size() > MOST || metrics.size() - expressions.size() > MOST) {
            problems.add(
                    path,
                    "CloudWatch takes at most " + MOST + " metrics and " + MOST
                            + " expressions; a Metrics Insights "
                            + "query such as SELECT SUM(Errors) FROM SCHEMA(\"AWS/Lambda\", FunctionName) sums up "
                            + "more");
        }
        if (periods.size() > 1) {
            problems.add(path, "all metrics must have the same Period");
        }
        expressions.forEach((place, expression) -> check(expression, ids, place + ".Expression"));
    }

    private void metric(Properties query, Set<String> periods) {
        var stat = query.mapping("MetricStat", Set.of("Metric", "Period", "Stat", "Unit"));
        stat.requiredText("Stat");
        int period = stat.number("Period", 0, 1, 86_400);
        if (stat.at("Period").isMissingNode()) {
            problems.add(stat.path(), "Period is missing");
        } else if (period % 60 != 0 && !Set.of(1, 5, 10, 20, 30).contains(period)) {
            problems.add(stat.path() + ".Period", "must be 1, 5, 10, 20, 30 or a multiple of 60");
        }
        periods.add(String.valueOf(period));
        var metric = stat.mapping("Metric", Set.of("Namespace", "MetricName", "Dimensions"));
        metric.requiredText("Namespace");
        metric.requiredText("MetricName");
        for (int i = 0; i < metric.at("Dimensions").size(); i++) {
            var dimension = Properties.of(
                    metric.at("Dimensions").get(i),
                    metric.path() + ".Dimensions." + i,
                    Set.of("Name", "Value"),
                    problems);
            dimension.requiredText("Name");
            dimension.requiredText("Value");
        }
    }

    /** Far from all that CloudWatch checks: names, parentheses and what alarms do not take. */
    private void check(String expression, Set<String> ids, String path) {
        String bare = QUOTED.matcher(expression).replaceAll("");
        if (bare.strip().toUpperCase(Locale.ROOT).startsWith("SELECT ")) {
            return;
        }
        if (bare.contains("SEARCH(")) {
            problems.add(
                    path,
                    "CloudWatch takes no SEARCH in alarms; name each metric, or use a Metrics Insights "
                            + "query such as "
                            + "SELECT SUM(Errors) FROM SCHEMA(\"AWS/Lambda\", FunctionName)");
            return;
        }
        int open = 0;
        for (int i = 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (open < 0) {
                break;
            }
        }
        if (open != 0 || bare.contains("'") || bare.contains("\"")) {
            problems.add(path, "has a parenthesis or quotation mark without its counterpart");
        }
        for (Matcher name = NAME.matcher(bare); name.find(); ) {
            if (!ids.contains(name.group())) {
                problems.add(path, "there is no Id " + name.group() + "." + Nearest.hint(name.group(), ids));
            }
        }
    }
}
