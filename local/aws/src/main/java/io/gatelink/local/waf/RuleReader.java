package io.gatelink.local.waf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.JsonMembers;
import io.gatelink.local.waf.WebAcl.Content;
import io.gatelink.local.waf.WebAcl.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Reads what web ACLs do: their default action, and their rules. */
final class RuleReader {

    private static final String NAME = "^[\\w\\-]+$";
    private static final String METRIC = "^[\\w#:\\.\\-/]+$";
    private static final List<String> ACTIONS = List.of("Allow", "Block", "Count");
    private static final int MOST_CAPACITY = 5000;

    private RuleReader() {}

    /** @throws io.gatelink.local.core.AwsException for what AWS WAF refuses, or the local one does not have */
    static Content content(JsonMembers members) {
        String defaultAction = one(members.structure("DefaultAction"), "DEFAULT_ACTION", "DefaultAction");
        members.structure("DefaultAction").only("Allow", "Block");
        members.structure("DefaultAction").structure(defaultAction).only();
        visibility(members.structure("VisibilityConfig"));
        var rules = new ArrayList<Rule>();
        var names = new HashSet<String>();
        var priorities = new HashSet<Integer>();
        for (JsonMembers rule : members.structures("Rules")) {
            rules.add(rule(rule));
            Rule last = rules.get(rules.size() - 1);
            if (!names.add(last.name()) || !priorities.add(last.priority())) {
                throw WafErrors.duplicateItem();
            }
        }
        ObjectNode shown = Json.object();
        shown.set("DefaultAction", members.json("DefaultAction"));
        shown.set("Rules", members.has("Rules") ? members.json("Rules") : Json.array());
        shown.set("VisibilityConfig", members.json("VisibilityConfig"));
        var content = new Content(defaultAction.equals("Block"), rules, shown);
        if (content.capacity() > MOST_CAPACITY) {
            throw WafErrors.limitsExceeded();
        }
        return content;
    }

    private static void visibility(JsonMembers visibility) {
        visibility.only("SampledRequestsEnabled", "CloudWatchMetricsEnabled", "MetricName");
        visibility.require("SampledRequestsEnabled").require("CloudWatchMetricsEnabled");
        visibility.flag("SampledRequestsEnabled");
        visibility.flag("CloudWatchMetricsEnabled");
        visibility.required("MetricName", 1, 255, METRIC);
    }

    private static Rule rule(JsonMembers members) {
        members.only("Name", "Priority", "Statement", "Action", "VisibilityConfig");
        String name = members.required("Name", 1, 128, NAME);
        Integer priority = members.require("Priority").whole("Priority", 0, Integer.MAX_VALUE);
        visibility(members.require("VisibilityConfig").structure("VisibilityConfig"));
        Statement statement =
                StatementReader.statement(members.require("Statement").structure("Statement"));
        JsonMembers action = members.structure("Action");
        String kind = one(action, "RULE", "Action");
        if (!ACTIONS.contains(kind)) {
            throw action.notImplemented(kind);
        }
        action.structure(kind).only();
        return new Rule(name, priority == null ? 0 : priority, statement, kind);
    }

    /** The one member that is there. */
    static String one(JsonMembers members, String field, String parameter) {
        List<String> names = members.names();
        if (names.size() != 1) {
            throw WafErrors.notExactlyOne(field, parameter);
        }
        return names.get(0);
    }
}
