package io.gatelink.local.waf;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A web ACL.
 *
 * @param description {@code null} if absent
 * @param lockToken   changes with each change
 * @param visibleFrom when it can be associated first
 */
record WebAcl(
        String name,
        String id,
        String arn,
        String description,
        Content content,
        String lockToken,
        Instant visibleFrom) {

    /**
     * What it does.
     *
     * @param blocksByDefault whether it blocks what no rule decides
     * @param shown           how answers show it: {@code DefaultAction}, {@code Rules}, {@code VisibilityConfig}
     */
    record Content(boolean blocksByDefault, List<Rule> rules, JsonNode shown) {

        Content {
            rules = rules.stream()
                    .sorted(Comparator.comparingInt(Rule::priority))
                    .toList();
        }

        int capacity() {
            return rules.stream().mapToInt(rule -> rule.statement().capacity()).sum();
        }
    }

    /** @param action {@code Allow}, {@code Block} or {@code Count} */
    record Rule(String name, int priority, Statement statement, String action) {}

    boolean blocks(WebRequest request) {
        for (Rule rule : content.rules()) {
            if (!rule.action().equals("Count") && rule.statement().matches(request)) {
                return rule.action().equals("Block");
            }
        }
        return content.blocksByDefault();
    }
}
