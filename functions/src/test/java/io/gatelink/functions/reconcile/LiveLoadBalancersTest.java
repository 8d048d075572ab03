package io.gatelink.functions.reconcile;

import static io.gatelink.functions.reconcile.LiveLoadBalancers.Standing.LIVE;
import static io.gatelink.functions.reconcile.LiveLoadBalancers.Standing.REFUSED;
import static io.gatelink.functions.reconcile.LiveLoadBalancers.Standing.REPLACED;
import static io.gatelink.functions.reconcile.LiveLoadBalancers.Standing.UNWANTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.functions.elbv2.LoadBalancers.Found;
import io.gatelink.functions.reconcile.LiveLoadBalancers.Standing;
import io.gatelink.functions.wanted.PublicationPolicy;
import io.gatelink.functions.wanted.PublicationPolicy.PublishMode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LiveLoadBalancersTest {

    private static final Instant EARLY = Instant.parse("2026-03-02T09:14:07Z");
    private static final Instant LATE = EARLY.plusSeconds(1);

    private final Map<String, Found> all = new TreeMap<>();
    private PublishMode mode = PublishMode.OPT_IN;

    static String arn(String name) {
        return "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/" + name + "/50dc6c495c0c9188";
    }

    private void wanted(String name) {
        wanted(name, EARLY, null);
    }

    private void wanted(String name, Instant createdAt, String replaces) {
        Map<String, String> tags = new TreeMap<>(Map.of("gatelink:publish", "true"));
        if (replaces != null) {
            tags.put("gatelink:replaces", replaces);
        }
        all.put(arn(name), new Found(true, createdAt, tags));
    }

    private LiveLoadBalancers live() {
        return LiveLoadBalancers.of(all, new PublicationPolicy(mode, "V1", false));
    }

    private void are(Standing standing, String... names) {
        assertThat(names)
                .allSatisfy(
                        name -> assertThat(live().standing(arn(name))).as(name).isEqualTo(standing));
    }

    @Test
    void whatIsTaggedIsLiveAndWhatIsNotOrGoneIsUnwanted() {
        wanted("a");
        all.put(arn("b"), new Found(true, EARLY, Map.of("gatelink:publish", "false")));
        all.put(arn("c"), new Found(true, EARLY, Map.of("team", "x")));

        are(LIVE, "a");
        are(UNWANTED, "b", "c", "gone");
        mode = PublishMode.ALL;
        are(LIVE, "a", "c");
        mode = PublishMode.NONE;
        are(UNWANTED, "a", "b", "c");
    }

    @Test
    void ofAChainOnlyTheLastIsLive() {
        wanted("a");
        wanted("b", LATE, "a");
        wanted("c", EARLY, "b");

        are(REPLACED, "a", "b");
        are(LIVE, "c");
        assertThat(live().replacer(arn("a"))).contains(arn("b"));
        assertThat(live().replacer(arn("c"))).isEmpty();
    }

    @Test
    void whatReplacesOneThatIsNotThereOrNotWantedIsLive() {
        wanted("a", EARLY, "gone");
        all.put(arn("b"), new Found(true, EARLY, Map.of()));
        wanted("c", EARLY, "b");

        are(LIVE, "a", "c");
        are(UNWANTED, "b");
    }

    @Test
    void whatIsNotWantedReplacesNothing() {
        wanted("a");
        all.put(arn("b"), new Found(true, EARLY, Map.of("gatelink:replaces", "a")));

        are(LIVE, "a");
    }

    @Test
    void aValueThatIsNoNameReplacesNothing() {
        wanted("a");
        wanted("b", EARLY, "a b");
        wanted("c", EARLY, "");

        are(LIVE, "a", "b", "c");
    }

    @Test
    void ofSeveralTheOneCreatedFirstReplacesAndTheOthersAreRefused() {
        wanted("a");
        wanted("b", LATE, "a");
        wanted("c", EARLY, "a");

        assertThat(live().replacer(arn("a"))).contains(arn("c"));
        are(REFUSED, "b");
        are(LIVE, "c");
    }

    @Test
    void ofSeveralCreatedAtOnceTheFirstByArnReplaces() {
        wanted("c", EARLY, "a");
        wanted("b", EARLY, "a");

        assertThat(live().replacer(arn("a"))).contains(arn("b"));
        are(REFUSED, "c");
    }

    @Test
    void aCycleIsRefusedAsAWholeAndSoIsOneThatReplacesItself() {
        wanted("a", EARLY, "c");
        wanted("b", EARLY, "a");
        wanted("c", EARLY, "b");
        wanted("self", EARLY, "self");

        are(REFUSED, "a", "b", "c", "self");
        assertThat(live().replacer(arn("a"))).isEmpty();
    }

    @Test
    void oneThatLeadsIntoACycleIsRefusedToo() {
        wanted("a", EARLY, "b");
        wanted("b", EARLY, "a");
        wanted("c", LATE, "b");

        are(REFUSED, "a", "b", "c");
    }

    @Test
    void aCycleEndsWhenOneOfItIsNotWanted() {
        all.put(arn("a"), new Found(true, EARLY, Map.of("gatelink:replaces", "b")));
        wanted("b", EARLY, "a");

        are(LIVE, "b");
        are(UNWANTED, "a");
    }
}
