package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.model.GetRestApisRequest;
import software.amazon.awssdk.services.apigateway.model.GetStagesRequest;
import software.amazon.awssdk.services.apigateway.model.GetStagesResponse;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;
import software.amazon.awssdk.services.apigateway.model.VpcLink;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

class ObserveHandlerTest {

    private static final Map<String, String> WANTED = Map.of("gatelink:publish", "true");
    private static final String HOLDER = "arn:aws:states:us-east-1:123456789012:execution:gatelink-publish:orders-1";
    private static final String OTHER = Steps.ARN.replace("orders/50dc6c495c0c9188", "payments/1c1f0d5e7a6b4924");

    private final FakeApiGateway aws = new FakeApiGateway();
    private final FakeLoadBalancers loadBalancers = new FakeLoadBalancers();
    private final FakeApiKeys keys = new FakeApiKeys(aws.client);
    private final FakeExecutions executions = new FakeExecutions();
    private final ObserveHandler handler = new ObserveHandler(
            new LoadBalancers(loadBalancers.client), aws.client, executions.executions(), Steps.OWNERSHIP, Steps.CLOCK);
    private final Map<String, Object> input = new LinkedHashMap<>(Map.of(
            "execution", "run@2026-01-02T03:00:00.000Z",
            "executionArn", "arn:aws:states:us-east-1:123456789012:execution:gatelink-reconcile:run",
            "startedAt", "2026-01-02T03:00:00.000Z", "periodMinutes", "30", "retries", "0", "mode", "OPT_IN",
            "allowOpenApis", "false", "authorization", "AWS_IAM", "stage", "live"));

    private Map<String, Object> observe() {
        return Steps.run(handler, input);
    }

    /** Kind, action, what and why of each finding. */
    private List<String> findings() {
        return findings(observe());
    }

    @SuppressWarnings("unchecked")
    private static List<String> findings(Map<String, Object> output) {
        return ((List<Map<String, Object>>) output.get("findings")).stream().map(finding -> finding.get("kind") + " "
                + finding.get("action") + " " + finding.get("what") + ": " + finding.get("why")).toList();
    }

    private void published(String arn) {
        link(arn, "link1", VpcLinkStatus.AVAILABLE, Map.of());
        api(arn, "api1", Map.of());
    }

    private void link(String arn, String id, VpcLinkStatus status, Map<String, String> more) {
        Map<String, String> tags = Steps.OWNERSHIP.tags(arn, Steps.EARLIER_EXECUTION);
        tags.putAll(more);
        aws.links.add(VpcLink.builder().id(id).status(status).targetArns(arn).tags(tags).build());
    }

    private void api(String arn, String id, Map<String, String> more) {
        Map<String, String> tags = Steps.OWNERSHIP.tags(arn, Steps.EARLIER_EXECUTION);
        tags.putAll(more);
        aws.apis.add(RestApi.builder().id(id).createdDate(aws.now).tags(tags).build());
        aws.now = aws.now.plusSeconds(1);
    }

    private void holderIs(ExecutionStatus status) {
        executions.known(HOLDER, status, status == ExecutionStatus.RUNNING ? null : Steps.CLOCK.instant().minusSeconds(70));
    }

    private static List<Object> list(String json) {
        try {
            return JSON.std.listFrom(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> inspected(Map<String, Object> output) {
        return ((List<String>) output.get("inspect")).stream().flatMap(batch -> list(batch).stream())
                .map(api -> (String) ((Map<String, Object>) api).get("restApiId")).toList();
    }

    @Test
    void anEmptyAccountIsAsItShouldBe() {
        assertThat(observe()).isEqualTo(Map.of("observedAt", "2026-01-02T03:04:05Z", "published", 0,
                "findings", List.of(), "more", 0, "inspect", List.of(), "skipped", List.of(), "unreadable",
                List.of()));
    }

    @Test
    void whatIsPublishedCompletelyIsToBeInspected() {
        loadBalancers.add(Steps.ARN, WANTED);
        published(Steps.ARN);

        Map<String, Object> output = observe();

        assertThat(findings(output)).isEmpty();
        assertThat(output).containsEntry("published", 1);
        assertThat(output).extracting("inspect").isEqualTo(List.of("[{\"loadBalancerArn\":\"" + Steps.ARN
                + "\",\"restApiId\":\"api1\",\"vpcLinkId\":\"link1\",\"stage\":\"live\","
                + "\"authorization\":\"AWS_IAM\",\"refusal\":null}]"));
    }

    @Test
    void whatIsWantedAndNotThereIsFound() {
        loadBalancers.add(Steps.ARN, WANTED);
        assertThat(findings()).containsExactly("NOT_PUBLISHED PUBLISH load balancer orders: it is to be published, and "
                + "has neither a REST API nor a VPC link that works");

        link(Steps.ARN, "link1", VpcLinkStatus.PENDING, Map.of());
        assertThat(findings()).containsExactly("NOT_PUBLISHED PUBLISH load balancer orders: it is to be published, and "
                + "has no REST API");

        aws.links.clear();
        link(Steps.ARN, "link1", VpcLinkStatus.FAILED, Map.of());
        link(Steps.ARN, "link2", VpcLinkStatus.DELETING, Map.of());
        api(Steps.ARN, "api1", Map.of());
        assertThat(findings()).containsExactly("NOT_PUBLISHED PUBLISH load balancer orders: it is to be published, and "
                + "has no VPC link that works");
    }

    @ParameterizedTest
    @ValueSource(strings = {"provisioning", "failed"})
    void aLoadBalancerThatCannotBeLinkedToIsNotMissed(String state) {
        loadBalancers.add(Steps.ARN, "network", state, WANTED);

        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "gateway"})
    void otherLoadBalancersDoNotCount(String type) {
        loadBalancers.add(Steps.ARN.replace("/net/", "/app/"), type, "active", WANTED);
        input.put("mode", "ALL");

        assertThat(findings()).isEmpty();
    }

    @Test
    void whatIsThereAndNotWantedIsFound() {
        loadBalancers.add(Steps.ARN, Map.of());
        published(Steps.ARN);
        assertThat(findings()).containsExactly("NOT_WANTED WITHDRAW REST API api1, VPC link link1: it is not to be "
                + "there: Load balancer " + Steps.ARN + " has no tag gatelink:publish, and is published only with the value "
                + "true");

        loadBalancers.add(Steps.ARN, Map.of("gatelink:publish", "{% \"x\" %}"));
        assertThat(findings()).containsExactly("NOT_WANTED WITHDRAW REST API api1, VPC link link1: it is not to be "
                + "there: Load balancer " + Steps.ARN + " has the tag gatelink:publish = \"{% \\\"x\\\" %}\", and is published "
                + "only with the value true");

        loadBalancers.add(Steps.ARN, WANTED);
        input.put("mode", "NONE");
        assertThat(findings()).containsExactly("NOT_WANTED WITHDRAW REST API api1, VPC link link1: it is not to be "
                + "there: This stack publishes no load balancers, so not " + Steps.ARN + " either");
    }

    @Test
    void withModeAllOnlyThoseThatRefuseAreNotWanted() {
        input.put("mode", "ALL");
        loadBalancers.add(Steps.ARN, Map.of("gatelink:publish", "false"));
        loadBalancers.add(OTHER, Map.of());

        assertThat(findings()).singleElement().asString().startsWith("NOT_PUBLISHED PUBLISH load balancer payments");
    }

    @Test
    void whatIsLeftOfALoadBalancerThatIsGoneIsFound() {
        published(Steps.ARN);

        assertThat(findings()).containsExactly("LOAD_BALANCER_GONE WITHDRAW REST API api1, VPC link link1: it is not to "
                + "be there: the load balancer is gone");
    }

    @ParameterizedTest
    @CsvSource({"FAILED, LEFTOVER", "AVAILABLE, NOT_WANTED", "PENDING, NOT_WANTED"})
    void aLinkWithoutApiAndWishIsFound(VpcLinkStatus status, String kind) {
        loadBalancers.add(Steps.ARN, Map.of());
        link(Steps.ARN, "link1", status, Map.of());

        assertThat(findings()).singleElement().asString().startsWith(kind + " WITHDRAW VPC link link1");
    }

    @Test
    void whatIsOnItsWayOutIsLeftAlone() {
        loadBalancers.add(Steps.ARN, Map.of());
        link(Steps.ARN, "link1", VpcLinkStatus.DELETING, Map.of());

        assertThat(findings()).isEmpty();
    }

    @Test
    void whatIsThereTwiceOrFailedBesidesIsFound() {
        loadBalancers.add(Steps.ARN, WANTED);
        published(Steps.ARN);
        api(Steps.ARN, "api2", Map.of());
        doReturn(GetStagesResponse.builder().build()).when(aws.client).getStages(any(GetStagesRequest.class));
        link(Steps.ARN, "link0", VpcLinkStatus.FAILED, Map.of());
        link(Steps.ARN, "link2", VpcLinkStatus.AVAILABLE, Map.of());

        Map<String, Object> output = observe();

        assertThat(findings(output)).containsExactly("LEFTOVER PUBLISH REST API api2, VPC link link2, VPC link link0: "
                + "load balancer orders is published by REST API api1 through VPC link link1; it is to have no others");
        assertThat(inspected(output)).containsExactly("api1");
    }

    @Test
    void whatCarriesOurNamesButNotOurTagIsNotSeen() {
        loadBalancers.add(Steps.ARN, Map.of());
        Map<String, String> another = new Ownership("another-stack").tags(Steps.ARN, Steps.EXECUTION);
        aws.apis.add(RestApi.builder().id("foreign1").name("gatelink-orders").tags(another).build());
        aws.apis.add(RestApi.builder().id("foreign2").name("gatelink-orders").build());
        aws.links.add(VpcLink.builder().id("foreign3").name("gatelink-orders").status(VpcLinkStatus.AVAILABLE)
                .targetArns(Steps.ARN).build());

        assertThat(observe()).containsEntry("published", 0).containsEntry("findings", List.of())
                .containsEntry("skipped", List.of());
    }

    @Test
    void whatWasSwitchedToStaysAndWhatItWasSwitchedFromIsNotWanted() {
        loadBalancers.add(Steps.ARN, WANTED);
        loadBalancers.add(OTHER, Map.of());
        api(OTHER, "api1", Map.of("gatelink:switched-from:50dc6c495c0c9188", Steps.ARN,
                "gatelink:switched-to:1c1f0d5e7a6b4924", HOLDER));
        link(OTHER, "link1", VpcLinkStatus.AVAILABLE, Map.of());
        assertThat(findings()).isEmpty();
        assertThat(inspected(observe())).containsExactly("api1");

        link(Steps.ARN, "link2", VpcLinkStatus.AVAILABLE, Map.of());
        assertThat(findings()).containsExactly("NOT_WANTED WITHDRAW VPC link link2: it is not to be there: Load "
                + "balancer " + Steps.ARN + " is not published by itself, for a person moved its REST API api1 to load "
                + "balancer " + OTHER);

        aws.links.remove(1);
        loadBalancers.add(OTHER, Map.of("gatelink:publish", "false"));
        assertThat(findings()).singleElement().asString().startsWith("NOT_WANTED WITHDRAW REST API api1");
    }

    @Test
    void whatAnExecutionIsAtWorkOnIsSkipped() {
        loadBalancers.add(Steps.ARN, WANTED);
        link(Steps.ARN, "link1", VpcLinkStatus.PENDING, Map.of("gatelink:turn", HOLDER));
        holderIs(ExecutionStatus.RUNNING);

        Map<String, Object> output = observe();
        assertThat(findings(output)).isEmpty();
        assertThat(output).extracting("skipped").isEqualTo(List.of(Map.of(
                "what", Steps.ARN, "why", "execution " + HOLDER + " is at work on it")));

        holderIs(ExecutionStatus.ABORTED);
        assertThat(findings()).hasSize(1);
    }

    @Test
    void whatWasStoppedJustNowMayStillHaveAFunctionAtWork() {
        loadBalancers.add(Steps.ARN, WANTED);
        link(Steps.ARN, "link1", VpcLinkStatus.AVAILABLE, Map.of("gatelink:turn", HOLDER));
        executions.known(HOLDER, ExecutionStatus.ABORTED, Steps.CLOCK.instant().minusSeconds(69));

        assertThat(findings()).isEmpty();
    }

    @Test
    void anExecutionThatStepFunctionsForgotIsNotAtWork() {
        loadBalancers.add(Steps.ARN, WANTED);
        link(Steps.ARN, "link1", VpcLinkStatus.PENDING, Map.of("gatelink:turn", HOLDER));

        assertThat(findings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED, false", "FAILED, true", "ABORTED, true", "TIMED_OUT, true"})
    void whatLooksPublishedIsNotIfWhoeverHadTheTurnDidNotFinish(ExecutionStatus status, boolean found) {
        loadBalancers.add(Steps.ARN, WANTED);
        link(Steps.ARN, "link1", VpcLinkStatus.AVAILABLE, Map.of("gatelink:turn", HOLDER));
        api(Steps.ARN, "api1", Map.of());
        holderIs(status);

        assertThat(findings()).containsExactlyElementsOf(found ? List.of("NOT_PUBLISHED PUBLISH execution "
                + "gatelink-publish:orders-1: it worked on REST API api1 and VPC link link1, and ended without success: "
                + "nobody knows whether requests come through") : List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"link1", "api1"})
    void whatLooksPublishedIsNotIfWhoeverMadeAPartOfItDidNotFinish(String part) {
        loadBalancers.add(Steps.ARN, WANTED);
        published(Steps.ARN);
        aws.tag(part, Map.of("gatelink:execution", "orders-7@2026-01-01T03:04:00.000Z"));
        executions.known(HOLDER.replace("orders-1", "orders-7"), ExecutionStatus.ABORTED, Instant.parse("2026-01-01T03:05:00Z"));

        assertThat(findings()).singleElement().asString()
                .startsWith("NOT_PUBLISHED PUBLISH execution orders-7@2026-01-01T03:04:00.000Z: ");
    }

    @Test
    void whatCannotBePublishedNowIsNotFinishedNow() {
        loadBalancers.add(Steps.ARN, "network", "provisioning", WANTED);
        link(Steps.ARN, "link1", VpcLinkStatus.AVAILABLE, Map.of("gatelink:turn", HOLDER));
        api(Steps.ARN, "api1", Map.of());
        holderIs(ExecutionStatus.ABORTED);

        assertThat(findings()).isEmpty();
    }

    @Test
    void anApiThatAsksForKeysIsToHaveOneAndAPlanWithItsStage() {
        input.put("authorization", "API_KEY");
        loadBalancers.add(Steps.ARN, WANTED);
        published(Steps.ARN);
        String found = "CHANGED PUBLISH API key of REST API api1: it asks its callers for keys, and has ";
        assertThat(findings()).containsExactly(found + "no API key of ours and no usage plan of ours");

        keys.key("key1", aws.now, Steps.EARLIER_EXECUTION);
        keys.plan("plan1", Steps.EARLIER_EXECUTION, List.of("old"), "key1");
        assertThat(findings()).containsExactly(found + "a usage plan plan1 without its stage live");

        keys.plan("plan1", Steps.EARLIER_EXECUTION, List.of("old", "live"), "key1");
        assertThat(findings()).isEmpty();

        keys.key("key2", aws.now.plusSeconds(1), Steps.EARLIER_EXECUTION);
        keys.plan("plan2", Steps.EARLIER_EXECUTION, List.of());
        assertThat(findings()).singleElement().asString().startsWith("LEFTOVER PUBLISH API key key2, usage plan plan2: ");
    }

    @Test
    void keysAndPlansThatNobodyNeedsAreLeftovers() {
        loadBalancers.add(Steps.ARN, WANTED);
        published(Steps.ARN);
        keys.key("key1", aws.now, Steps.EARLIER_EXECUTION);
        keys.plan("plan1", Steps.EARLIER_EXECUTION, List.of("live"), "key1");
        assertThat(findings()).singleElement().asString().startsWith("LEFTOVER PUBLISH API key key1, usage plan plan1: ");

        aws.links.clear();
        aws.apis.clear();
        loadBalancers.add(Steps.ARN, Map.of());
        assertThat(findings()).singleElement().asString().startsWith("LEFTOVER WITHDRAW API key key1, usage plan plan1: ");
    }

    @Test
    void keysThatABrokenOffSwitchMovedBeforeTheirApiStay() {
        loadBalancers.add(Steps.ARN, Map.of());
        loadBalancers.add(OTHER, WANTED);
        api(OTHER, "api1", Map.of());
        link(OTHER, "link2", VpcLinkStatus.AVAILABLE, Map.of());
        keys.key("key1", aws.now, Steps.EARLIER_EXECUTION);
        keys.plan("plan1", Steps.EARLIER_EXECUTION, List.of("live"), "key1");

        Map<String, Object> output = observe();
        assertThat(findings(output)).isEmpty();
        assertThat(output).extracting("skipped").isEqualTo(List.of(Map.of("what", Steps.ARN, "why", "API key key1, usage "
                + "plan plan1 open the REST API of another load balancer: start its switch again")));
    }

    @Test
    void ofTwoApisTheOneThatIsPublishedCounts() {
        doReturn(GetStagesResponse.builder().build()).when(aws.client).getStages(any(GetStagesRequest.class));
        loadBalancers.add(Steps.ARN, WANTED);
        published(Steps.ARN);
        api(Steps.ARN, "api2", Map.of());
        doReturn(GetStagesResponse.builder().item(Stage.builder().stageName("live").variables(Map.of("vpcLinkId", "link1"))
                .build()).build()).when(aws.client).getStages(GetStagesRequest.builder().restApiId("api2").build());

        Map<String, Object> output = observe();
        assertThat(inspected(output)).containsExactly("api2");
        assertThat(findings(output)).singleElement().asString().startsWith("LEFTOVER PUBLISH REST API api1: ");
    }

    @Test
    void whatAwsDoesNotLetReadOfOneKeepsNoOtherOneBack() {
        published(Steps.ARN);
        loadBalancers.add(OTHER, WANTED);
        doThrow(AwsExceptions.other(403, "AccessDeniedException", "No")).when(loadBalancers.client).describeLoadBalancers(
                DescribeLoadBalancersRequest.builder().loadBalancerArns(Steps.ARN).build());

        Map<String, Object> output = observe();
        assertThat(findings(output)).singleElement().asString().startsWith("NOT_PUBLISHED PUBLISH load balancer payments");
        assertThat(output.get("unreadable").toString()).contains(Steps.ARN);
    }

    @Test
    void whatDoesNotPassAfterSomeTriesKeepsNoOtherOneBack() {
        published(Steps.ARN);
        loadBalancers.unlisted.add(Steps.ARN);
        loadBalancers.add(OTHER, WANTED);
        input.put("retries", "2");
        assertThatThrownBy(this::observe).isInstanceOf(AwsUnavailableException.class);

        input.put("retries", "3");
        Map<String, Object> output = observe();
        assertThat(findings(output)).hasSize(1);
        assertThat(output.get("unreadable").toString()).contains("DescribeLoadBalancers left out load balancer " + Steps.ARN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1:210987654321", "eu-west-1:123456789012"})
    void aLoadBalancerOfAnotherAccountOrRegionIsNotAskedFor(String where) {
        String foreign = Steps.ARN.replace("us-east-1:123456789012", where);
        api(foreign, "api1", Map.of());

        assertThat(observe().get("skipped").toString()).contains("REST API api1", foreign);
        verify(loadBalancers.client, never()).describeLoadBalancers(
                DescribeLoadBalancersRequest.builder().loadBalancerArns(foreign).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"${x}", "arn:aws:states:us-east-1:123456789012:execution:payroll:orders-1",
            "arn:aws:states:us-east-1:210987654321:execution:gatelink-publish:orders-1"})
    void aTurnThatNoneOfOursCanHaveIsNotAskedFor(String holder) {
        loadBalancers.add(Steps.ARN, WANTED);
        link(Steps.ARN, "link1", VpcLinkStatus.AVAILABLE, Map.of("gatelink:turn", holder));

        assertThat(findings()).hasSize(1);
        verify(executions.client, never()).describeExecution(any(DescribeExecutionRequest.class));
    }

    @Test
    void anApiWhoseTagsSayNothingUsefulIsLeftToPeople() {
        api("arn:aws:x", "api1", Map.of());

        assertThat(observe()).extracting("skipped").isEqualTo(List.of(Map.of("what", "REST API api1", "why",
                "its tag gatelink:load-balancer is \"arn:aws:x\", so that nobody knows what it publishes: put the load "
                        + "balancer's ARN back there, or delete it")));
    }

    @ParameterizedTest
    @CsvSource({"gatelink:authorization, NONE, AWS_IAM, false, AWS_IAM", "gatelink:authorization, NONE, AWS_IAM, true, NONE",
            "gatelink:authorization, API_KEY, AWS_IAM, false, AWS_IAM", "gatelink:authorization, none, API_KEY, true, API_KEY",
            "gatelink:prot, 80, AWS_IAM, false, AWS_IAM"})
    void whileTagsAreRefusedNothingMayBeWeakerThanTheStackAllows(String key, String value, String stack, String open,
            String floor) {
        loadBalancers.add(Steps.ARN, Map.of("gatelink:publish", "true", key, value));
        published(Steps.ARN);
        input.put("authorization", stack);
        input.put("allowOpenApis", open);

        Map<String, Object> output = observe();
        assertThat(output.get("inspect").toString()).contains("\"authorization\":\"" + floor + '"');
        if (!floor.equals("NONE")) {
            assertThat(output.get("inspect").toString()).contains("\"refusal\":\"Tag ").contains(key);
            assertThat(output.get("skipped").toString()).contains("how it should be is unknown, but for its authorization: ");
        }
    }

    @Test
    void theOtherTagsCountWhileOneIsRefused() {
        loadBalancers.add(Steps.ARN, Map.of("gatelink:publish", "true", "gatelink:prot", "80", "gatelink:stage", "v2",
                "gatelink:authorization", "AWS_IAM"));
        published(Steps.ARN);
        input.put("authorization", "API_KEY");

        Map<String, Object> output = observe();
        assertThat(findings(output)).isEmpty();
        assertThat(output.get("inspect").toString())
                .contains("\"stage\":\"v2\",\"authorization\":\"AWS_IAM\",\"refusal\":\"Tag ");
    }

    @Test
    void tagsAreReadTwentyAtATime() {
        for (int i = 0; i < 41; i++) {
            loadBalancers.add(String.format("%s%02d", Steps.ARN.substring(0, Steps.ARN.length() - 2), i), Map.of());
        }
        observe();

        assertThat(loadBalancers.taggedAtOnce).containsExactly(20, 20, 1);
    }

    @Test
    void tagsThatAreMissingFromTheAnswerAreUnknownNotAbsent() {
        loadBalancers.add(Steps.ARN, WANTED);
        published(Steps.ARN);
        loadBalancers.tags.remove(Steps.ARN);

        assertThatThrownBy(this::observe).isInstanceOf(AwsUnavailableException.class)
                .hasMessage("DescribeTags left out load balancer " + Steps.ARN
                        + ": what it does not show is unknown, and is to be read again.");
    }

    @Test
    void aLoadBalancerThatAListLeftOutIsUnknownNotAbsent() {
        published(Steps.ARN);
        loadBalancers.unlisted.add(Steps.ARN);

        assertThatThrownBy(this::observe).isInstanceOf(AwsUnavailableException.class)
                .hasMessageStartingWith("DescribeLoadBalancers left out load balancer " + Steps.ARN);
    }

    @Test
    void aLoadBalancerThatGoesWhileTagsAreReadMakesThemUnknown() {
        loadBalancers.add(Steps.ARN, WANTED);
        doThrow(FakeLoadBalancers.notFound()).when(loadBalancers.client).describeTags(any(DescribeTagsRequest.class));

        assertThatThrownBy(this::observe).isInstanceOf(AwsUnavailableException.class)
                .hasMessage("A load balancer was deleted while the tags of all were read: they are to be read again.");
    }

    @Test
    void aListThatAwsDoesNotGiveIsUnknownNotEmpty() {
        loadBalancers.add(Steps.ARN, WANTED);
        doThrow(AwsExceptions.tooManyRequests()).when(aws.client).getRestApis(any(GetRestApisRequest.class));

        assertThatThrownBy(this::observe).isInstanceOf(ThrottledException.class);
    }

    @Test
    void ofManyApisEachRunInspectsTheNextTwenty() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            String arn = String.format("%s%02d", Steps.ARN.substring(0, Steps.ARN.length() - 2), i);
            loadBalancers.add(arn, WANTED);
            link(arn, "link" + i, VpcLinkStatus.AVAILABLE, Map.of());
            api(arn, "api" + i, Map.of());
            all.add("api" + i);
        }
        List<String> seen = new ArrayList<>();
        Instant start = Instant.parse("2026-01-02T00:10:00Z");
        for (int run = 0; run < 3; run++) {
            input.put("startedAt", start.plus(Duration.ofMinutes(30L * run)).toString());
            Map<String, Object> output = observe();
            assertThat(inspected(output)).hasSizeLessThanOrEqualTo(20);
            assertThat((List<?>) output.get("inspect")).allSatisfy(batch ->
                    assertThat(list((String) batch)).hasSizeBetween(1, 2));
            seen.addAll(inspected(output));
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void theSecondLookInspectsOnlyWhatTheFirstOneFoundSomethingAbout() {
        for (String arn : List.of(Steps.ARN, OTHER)) {
            loadBalancers.add(arn, WANTED);
            link(arn, arn.equals(OTHER) ? "link2" : "link1", VpcLinkStatus.AVAILABLE, Map.of());
            api(arn, arn.equals(OTHER) ? "api2" : "api1", Map.of());
        }
        assertThat(inspected(observe())).containsExactly("api1", "api2");

        input.put("before", StepJson.text(List.of(Finding.of(Finding.Kind.CHANGED, OTHER, "REST API api2", "it differs",
                Finding.Action.PUBLISH))));
        assertThat(inspected(observe())).containsExactly("api2");
    }

    @Test
    void moreFindingsThanFitAreCounted() {
        for (int i = 0; i < 70; i++) {
            loadBalancers.add(String.format("%s%02d", Steps.ARN.substring(0, Steps.ARN.length() - 2), i), WANTED);
        }
        Map<String, Object> output = observe();

        assertThat((List<?>) output.get("findings")).hasSize(60);
        assertThat(output).containsEntry("more", 10);
    }

    @ParameterizedTest
    @CsvSource({"mode, SOME, 'give OPT_IN, ALL or NONE'", "startedAt, today, give a time in UTC such as 2026-03-02T09:14:07Z",
            "periodMinutes, 0, give a whole number from 1 to 100000", "before, {}, give a JSON array of objects",
            "before, [1], give a JSON array of objects", "before, [, give a JSON array of objects",
            "allowOpenApis, yes, give true or false"})
    void inputThatCannotBeIsRefused(String field, String value, String remedy) {
        input.put(field, value);

        assertThatThrownBy(this::observe).isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field " + field + " is \"" + value + "\": " + remedy + ".");
    }
}
