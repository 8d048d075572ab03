package io.gatelink.functions.reconcile;

import static io.gatelink.functions.reconcile.LiveLoadBalancersTest.arn;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.functions.elbv2.LoadBalancers.Found;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.TaskJson;
import io.gatelink.functions.reconcile.Differences.Plan;
import io.gatelink.functions.reconcile.Differences.Resource;
import io.gatelink.functions.reconcile.Differences.Snapshot;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.wanted.PublicationPolicy;
import io.gatelink.functions.wanted.PublicationPolicy.PublishMode;
import io.gatelink.functions.wanted.PublicationTags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DifferencesTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:05Z");
    private static final Instant CREATED = Instant.parse("2026-03-01T09:14:07Z");
    private static final Map<String, String> WANTED = Map.of("gatelink:publish", "true");
    private static final String HASH = PublicationTags.hash(WANTED);

    private final Map<String, Found> loadBalancers = new TreeMap<>();
    private final Map<String, Publication> items = new TreeMap<>();
    private final List<Resource> resources = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();
    private PublishMode mode = PublishMode.OPT_IN;
    private Limits limits = new Limits(Duration.ofMinutes(30), 20);
    private Instant now = NOW;

    private Plan plan() {
        return Differences.between(
                new Snapshot(loadBalancers, items, resources, ended),
                new PublicationPolicy(mode, "V1", false),
                limits,
                "gatelink-stack",
                now.minusSeconds(5),
                now);
    }

    private void isLive(String name) {
        isThere(name, WANTED);
    }

    private void isThere(String name, Map<String, String> tags) {
        loadBalancers.put(arn(name), new Found(true, CREATED, tags));
    }

    private static String ago(Duration time) {
        return NOW.minus(time).toString();
    }

    /** An item with these attributes, names and values in turn. */
    private void item(String name, String... attributes) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put("loadBalancerArn", AttributeValue.fromS(arn(name)));
        for (int i = 0; i < attributes.length; i += 2) {
            values.put(
                    attributes[i],
                    attributes[i].equals("strays")
                            ? AttributeValue.fromSs(List.of(attributes[i + 1]))
                            : AttributeValue.fromS(attributes[i + 1]));
        }
        items.put(arn(name), new Publication(values));
    }

    private void published(String name, String... attributes) {
        List<String> all = new ArrayList<>(List.of(
                "vpcLink",
                "link-" + name,
                "restApi",
                "api-" + name,
                "outcome",
                "PUBLISHED",
                "tagsHash",
                HASH,
                "checkedAt",
                ago(Duration.ofHours(1))));
        all.addAll(List.of(attributes));
        item(name, all.toArray(String[]::new));
        Map<String, AttributeValue> values = new HashMap<>(items.get(arn(name)).attributes());
        values.put(
                "published",
                AttributeValue.fromM(Map.of(
                        "vpcLink",
                        AttributeValue.fromS("link-" + name),
                        "restApi",
                        AttributeValue.fromS("api-" + name))));
        items.put(arn(name), new Publication(values));
    }

    private void starts(String... names) {
        assertThat(plan().start())
                .containsExactly(
                        List.of(names).stream().map(LiveLoadBalancersTest::arn).toArray(String[]::new));
    }

    @Test
    void whatIsLiveAndHasNoItemIsStartedOnceItIsActive() {
        isLive("a");
        loadBalancers.put(arn("b"), new Found(false, CREATED, WANTED));
        isThere("c", Map.of());

        starts("a");
        assertThat(plan().tell()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"2026-03-02T12:00:05Z, true", "2026-03-02T12:00:06Z, false"})
    void whatFailedIsTriedAgainWhenItsTimeHasCome(String nextTryAt, boolean started) {
        isLive("a");
        item("a", "outcome", "FAILED", "nextTryAt", nextTryAt, "tagsHash", HASH);
        isLive("b");
        published("b", "outcome", "FAILED", "nextTryAt", nextTryAt);

        assertThat(plan().start()).hasSize(started ? 2 : 0);
    }

    @Test
    void whatFailedIsTriedAgainWhenItsTagsOfOursHaveChanged() {
        isThere("a", Map.of("gatelink:publish", "true", "gatelink:port", "80"));
        item("a", "outcome", "FAILED", "nextTryAt", NOW.plusSeconds(9).toString(), "tagsHash", HASH);
        isThere("b", Map.of("gatelink:publish", "true", "team", "80"));
        item("b", "outcome", "FAILED", "nextTryAt", NOW.plusSeconds(9).toString(), "tagsHash", HASH);

        starts("a");
    }

    @Test
    void whatIsPublishedIsStartedWhenItsTagsOfOursHaveChanged() {
        limits = new Limits(Duration.ofMinutes(10), 20);
        isThere("a", Map.of("gatelink:publish", "true", "gatelink:port", "80"));
        published("a");
        isLive("b");
        published("b");

        assertThat(plan().start()).first().isEqualTo(arn("a"));
    }

    @Test
    void whatIsUnwantedIsNotedFirstAndStartedWhenALaterExecutionSeesItAgain() {
        isThere("a", Map.of());
        published("a");
        published("gone");
        assertThat(plan().start()).isEmpty();
        assertThat(plan().notes()).containsOnlyKeys(arn("a"), arn("gone"));
        assertThat(plan().notes().values()).allSatisfy(note -> assertThat(note)
                .hasToString(
                        "SET #unwantedSince = :unwantedSince with {:unwantedSince=AttributeValue(S=" + NOW + ")}"));

        limits = new Limits(Duration.ofMinutes(30), 100);
        published("a", "unwantedSince", ago(Duration.ofSeconds(60)));
        published("gone", "unwantedSince", ago(Duration.ofSeconds(59)));
        starts("a");
        assertThat(plan().notes()).isEmpty();
    }

    @Test
    void anotherRunOfTheSameExecutionIsNoSecondLook() {
        published("a", "unwantedSince", NOW.toString());
        Instant startedAt = NOW.minusSeconds(5);

        assertThat(Differences.between(
                                new Snapshot(loadBalancers, items, resources, ended),
                                new PublicationPolicy(mode, "V1", false),
                                limits,
                                "gatelink-stack",
                                startedAt,
                                NOW.plusSeconds(600))
                        .start())
                .isEmpty();
    }

    @Test
    void whatIsWantedAgainIsNotedSo() {
        isLive("a");
        published("a", "unwantedSince", ago(Duration.ofMinutes(30)));

        assertThat(plan().notes()).containsOnlyKeys(arn("a"));
        assertThat(plan().notes().get(arn("a"))).hasToString("REMOVE #unwantedSince with {}");
        starts("a");
    }

    @Test
    void anItemThatHasNothingLeftIsStartedForItsOwnEnd() {
        item("gone", "outcome", "FAILED");

        starts("gone");
    }

    @Test
    void whatIsReplacedIsLeftUntilOneThatReplacesItIsPublished() {
        isLive("a");
        published("a");
        isThere("b", Map.of("gatelink:publish", "true", "gatelink:replaces", "a"));
        isThere("c", Map.of("gatelink:publish", "true", "gatelink:replaces", "b"));
        starts("c");
        assertThat(plan().notes()).isEmpty();

        published(
                "c",
                "tagsHash",
                PublicationTags.hash(loadBalancers.get(arn("c")).tags()));
        starts("c");
        assertThat(plan().notes()).containsOnlyKeys(arn("a"));
    }

    @Test
    void whatIsRefusedIsLeftAlone() {
        isThere("a", Map.of("gatelink:publish", "true", "gatelink:replaces", "b"));
        isThere("b", Map.of("gatelink:publish", "true", "gatelink:replaces", "a"));
        published("a", "checkedAt", ago(Duration.ofDays(9)));

        starts();
        assertThat(plan().notes()).isEmpty();
    }

    @Test
    void moreThanTheLimitAreNotWithdrawnAndPeopleAreToldOfItOnce() {
        unwanted(10, 3, ago(Duration.ofMinutes(30)));

        starts();
        assertThat(plan().tell())
                .isEqualTo("Not withdrawing: 3 of 10 published load balancers are not wanted any "
                        + "more, are gone, or are replaced; with MaxWithdrawPercent=20, a reconciliation withdraws "
                        + "at most 2. "
                        + "They are n0, n1, n2. If that is right, deploy the stack with MaxWithdrawPercent=30 until "
                        + "they are "
                        + "withdrawn; if not, set their tag gatelink:publish to true.");
        unwanted(10, 3, ago(Duration.ofMinutes(60)));
        assertThat(plan().tell()).isNull();
        now = Instant.parse("2026-03-03T00:29:59Z");
        assertThat(plan().tell()).startsWith("Not withdrawing: 3 of 10 ");
        limits = new Limits(Duration.ofMinutes(30), 30);
        starts("n0", "n1", "n2");
        limits = new Limits(Duration.ofMinutes(30), 20);
        mode = PublishMode.NONE;
        starts("n0", "n1", "n2");
    }

    /** So many published ones that are not started otherwise, of which some are unwanted. */
    private void unwanted(int published, int unwanted, String since) {
        for (int i = 0; i < published; i++) {
            if (i < unwanted) {
                published("n" + i, "unwantedSince", since);
            } else {
                published("n" + i, "holder", "execution");
            }
        }
    }

    @Test
    void oneMayAlwaysBeWithdrawn() {
        limits = new Limits(Duration.ofMinutes(30), 0);
        published("a", "unwantedSince", ago(Duration.ofMinutes(30)));

        starts("a");
    }

    @Test
    void aHolderIsLeftAtWorkUntilItHasEnded() {
        isLive("a");
        item("a", "holder", "execution");
        resources.add(new Resource(Part.VPC_LINK, "new", true, arn("a")));
        assertThat(plan().notes()).isEmpty();
        starts();

        ended.add(arn("a"));
        starts("a");
    }

    @Test
    void whatIsToRunAgainIsStarted() {
        isThere("a", Map.of());
        published("a", "again", "true");

        starts("a");
    }

    @Test
    void resourcesThatAreInNoItemAreRecordedAndTheirLoadBalancerIsStarted() {
        isLive("a");
        resources.add(new Resource(Part.VPC_LINK, "link-1", true, arn("a")));
        isLive("b");
        published("b");
        resources.add(new Resource(Part.VPC_LINK, "link-b", true, arn("b")));
        resources.add(new Resource(Part.REST_API, "api-b", true, arn("b")));
        resources.add(new Resource(Part.REST_API, "link-b", true, arn("b")));

        starts("a", "b");
        assertThat(plan().notes()).containsOnlyKeys(arn("a"), arn("b"));
        assertThat(plan().notes().get(arn("a")).toString())
                .startsWith("REMOVE #strays SET #adopted = :adopted, #vpcLink = :vpcLink with ")
                .contains(":vpcLink=AttributeValue(S=link-1)");
        assertThat(plan().notes().get(arn("b")))
                .hasToString("SET #strays = :strays with {:strays=AttributeValue(SS=[restApi:link-b])}");
    }

    @Test
    void resourcesAreKnownWhicheverItemHasThem() {
        isLive("a");
        published("a");
        items.put(
                arn("b"),
                new Publication(Map.of(
                        "loadBalancerArn",
                        AttributeValue.fromS(arn("b")),
                        "takenOver",
                        AttributeValue.fromM(Map.of("restApi", AttributeValue.fromS("old-api"))),
                        "strays",
                        AttributeValue.fromSs(List.of("apiKey:key")))));
        resources.add(new Resource(Part.REST_API, "old-api", true, arn("a")));
        resources.add(new Resource(Part.API_KEY, "key", true, arn("a")));

        assertThat(plan().notes()).doesNotContainKey(arn("a"));
    }

    @Test
    void whatMayBeTheAnswerToACreationIsNoStray() {
        isLive("a");
        item("a", "vpcLink", "creating@" + NOW);
        resources.add(new Resource(Part.VPC_LINK, "link-1", true, arn("a")));

        assertThat(plan().notes()).isEmpty();
    }

    @Test
    void whatIsInNoItemAndUnwantedIsRecordedButNotWithdrawnAtOnce() {
        resources.add(new Resource(Part.REST_API, "api-1", true, arn("gone")));

        starts();
        assertThat(plan().notes()).containsOnlyKeys(arn("gone"));
        assertThat(plan().notes().get(arn("gone")).toString())
                .startsWith("REMOVE #strays SET #adopted = :adopted, ")
                .contains("#unwantedSince = :unwantedSince");
    }

    @Test
    void straysThatAreRecordedAreReasonEnough() {
        isLive("a");
        published("a", "strays", "restApi:x");
        isLive("b");
        published("b", "checkedAt", ago(Duration.ofDays(1)));

        assertThat(plan().start()).first().isEqualTo(arn("a"));
    }

    @Test
    void straysOfWhatCannotBePublishedAsItIsAreReasonEnoughToo() {
        isThere("a", Map.of("gatelink:publish", "true", "gatelink:replaces", "a"));
        published("a", "strays", "basePathMapping:api.example.com/by-hand");
        isThere("b", Map.of("gatelink:publish", "true", "gatelink:replaces", "b"));
        published("b");

        starts("a");
    }

    @Test
    void whatNamesNoLoadBalancerIsLeftAloneAndToldOnceADay() {
        resources.add(new Resource(Part.USAGE_PLAN, "plan-1", true, null));
        assertThat(plan().leftAlone()).containsExactly("usage plan plan-1");
        assertThat(plan().tell()).isNull();

        now = Instant.parse("2026-03-03T00:29:59Z");
        assertThat(plan().tell())
                .isEqualTo("Left alone: these carry the tag gatelink:owner = gatelink-stack, but "
                        + "their tag gatelink:load-balancer is not the ARN of a network or application load balancer "
                        + "of this account and Region: usage plan plan-1. Delete them, or remove the tag "
                        + "gatelink:owner.");
    }

    @Test
    void whatWasToBeDeletedIsPublishedAgainAfterAnHourAndPeopleAreTold() {
        isLive("a");
        item("a", "outcome", "WITHDRAWN", "deletionAskedAt", ago(Duration.ofMinutes(59)));
        starts();
        assertThat(plan().tell()).isNull();

        item("a", "outcome", "WITHDRAWN", "deletionAskedAt", ago(Duration.ofHours(1)));
        starts("a");
        assertThat(plan().tell())
                .isEqualTo("Publishing again: a. Their deletion was asked for more than an hour "
                        + "ago, and they were withdrawn for it, but they still exist, and their tags ask for "
                        + "publication. To "
                        + "delete a load balancer, set its tag gatelink:publish to false, and delete it once "
                        + "it is withdrawn.");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "48, 1", "49, 2", "480, 10", "5000, 60"})
    void ofThoseThatNothingIsKnownAgainstTheOnesCheckedLongestAgoAreStartedSoThatEachIsOnceADay(int all, int checked) {
        for (int i = 0; i < all; i++) {
            isLive("n" + i);
            published("n" + i, "checkedAt", ago(Duration.ofMinutes(i)));
        }

        assertThat(plan().start()).hasSize(checked).first().isEqualTo(arn("n" + (all - 1)));
    }

    @Test
    void theMostUrgentComeFirst() {
        isLive("a");
        published("a");
        isLive("b");
        item("b", "outcome", "FAILED");
        isLive("c");
        published("c", "again", "true");
        published("d", "unwantedSince", ago(Duration.ofHours(1)));
        isLive("e");
        isLive("f");
        item("f", "holder", "execution");
        ended.add(arn("f"));

        starts("f", "e", "d", "c", "b", "a");
    }

    @Test
    void theOutputIsFarBelowWhatStepFunctionsTakesHoweverManyThereAreAndWhateverTheirTags() {
        Map<String, String> tags = new HashMap<>(WANTED);
        for (int i = 0; i < 40; i++) {
            tags.put("gatelink:" + "\u00fc".repeat(110) + i, "\u00fc".repeat(256));
        }
        for (int i = 0; i < 700; i++) {
            String name = "n".repeat(28) + (1000 + i);
            if (i < 650) {
                isThere(name, tags);
            }
            published(name, "unwantedSince", ago(Duration.ofMinutes(30)));
            resources.add(new Resource(Part.API_KEY, "\n".repeat(300) + i, true, null));
        }
        now = Instant.parse("2026-03-03T00:10:00Z");
        limits = new Limits(Duration.ofMinutes(30), 0);
        Plan plan = plan();
        ExecutionArn execution = ExecutionArn.of("arn:aws:states:us-east-1:123456789012:execution:reconcile:r");
        var output = FindDifferencesHandler.Output.of(plan, execution);

        assertThat(output.start()).hasSize(600).allSatisfy(start -> assertThat(start.name())
                .hasSizeLessThan(80));
        assertThat(output.leftAlone()).hasSize(20);
        assertThat(output.tell()).hasSizeBetween(3_000, 6_000);
        // An entry: an ARN of at most 161 characters, a name of at most 69, and 32 of JSON.
        int bound = 600 * (161 + 69 + 32) + 20 * 2 * 300 + 2 * 6_000 + 100;
        assertThat(bound).isLessThan(200_000);
        assertThat(TaskJson.bytes(output)).hasSizeLessThan(bound);
    }

    @Test
    void anExecutionHasTheSameNameInEachRunAndAnotherForEachReconciliationAndLoadBalancer() {
        ExecutionArn one = ExecutionArn.of("arn:aws:states:us-east-1:123456789012:execution:reconcile:one");
        ExecutionArn two = ExecutionArn.of("arn:aws:states:us-east-1:123456789012:execution:reconcile:two");
        String name = FindDifferencesHandler.Start.of(arn("a"), one).name();

        assertThat(name)
                .matches("a-[0-9a-f-]{36}")
                .isEqualTo(FindDifferencesHandler.Start.of(arn("a"), one).name());
        assertThat(name)
                .isNotEqualTo(FindDifferencesHandler.Start.of(arn("a"), two).name());
        assertThat(name.substring(2))
                .isNotEqualTo(
                        FindDifferencesHandler.Start.of(arn("b"), one).name().substring(2));
    }
}
