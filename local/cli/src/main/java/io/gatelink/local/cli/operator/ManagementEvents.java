package io.gatelink.local.cli.operator;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedEventSelector;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedFieldSelector;
import software.amazon.awssdk.services.cloudtrail.model.EventSelector;
import software.amazon.awssdk.services.cloudtrail.model.ReadWriteType;

/**
 * The events that tell of changed tags, which only a trail that logs them brings to EventBridge.
 *
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html">
 *     AdvancedFieldSelector</a>
 */
final class ManagementEvents {

    private static final String SOURCE = "elasticloadbalancing.amazonaws.com";

    /** What selectors see of such an event; of other fields, such as who made it, each event has its own. */
    private static final Map<String, String> FIELDS = Map.of(
            "eventCategory", "Management",
            "eventSource", SOURCE,
            "eventName", "AddTags",
            "eventType", "AwsApiCall",
            "readOnly", "false");

    private ManagementEvents() {}

    /** Whether a trail's selectors let them pass. */
    static boolean areLogged(CloudTrailClient client, String trail) {
        var selectors = client.getEventSelectors(request -> request.trailName(trail));
        return selectors.eventSelectors().stream().anyMatch(ManagementEvents::passes)
                || selectors.advancedEventSelectors().stream().anyMatch(ManagementEvents::passes);
    }

    private static boolean passes(EventSelector selector) {
        return Boolean.TRUE.equals(selector.includeManagementEvents())
                && selector.readWriteType() != ReadWriteType.READ_ONLY
                && !selector.excludeManagementEventSources().contains(SOURCE);
    }

    private static boolean passes(AdvancedEventSelector selector) {
        return selector.fieldSelectors().stream().allMatch(ManagementEvents::passes);
    }

    private static boolean passes(AdvancedFieldSelector selector) {
        String value = FIELDS.get(selector.field());
        return value == null
                || anyOrNone(selector.equalsValue(), value, String::equals)
                        && anyOrNone(selector.startsWith(), value, String::startsWith)
                        && anyOrNone(selector.endsWith(), value, String::endsWith)
                        && none(selector.notEquals(), value, String::equals)
                        && none(selector.notStartsWith(), value, String::startsWith)
                        && none(selector.notEndsWith(), value, String::endsWith);
    }

    private static boolean anyOrNone(List<String> wanted, String value, BiPredicate<String, String> is) {
        return wanted.isEmpty() || wanted.stream().anyMatch(one -> is.test(value, one));
    }

    private static boolean none(List<String> unwanted, String value, BiPredicate<String, String> is) {
        return unwanted.stream().noneMatch(one -> is.test(value, one));
    }
}
