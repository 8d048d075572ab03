package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.Stage;
import io.gatelink.local.apigateway.VpcLinkV2;
import io.gatelink.local.apigateway.VpcLinksV2;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.explore.Promises.Broken;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The VPC links of version 2 that this stack made, one for each VPC, and what is promised of them. */
final class SharedLinks {

    static final String VPC = "gatelink:vpc";

    /** So long a link stays that no publication goes through and no execution asks for. */
    private static final Duration UNUSED = Duration.ofDays(1);

    private static final int ALL = 500;

    private final World world;
    private final LocalAws aws;

    /** When an execution last began to ask for the link of a VPC, by the VPC's id. */
    private final Map<String, Duration> asked = new HashMap<>();

    /** Those whose deletion was seen. */
    private final Set<String> going = new HashSet<>();

    SharedLinks(World world, LocalAws aws) {
        this.world = world;
        this.aws = aws;
    }

    List<VpcLinkV2> ours() {
        return all().stream().filter(link -> Ours.isOurs(link.tags())).toList();
    }

    /** Those of a VPC that are not on their way out. */
    List<VpcLinkV2> oursIn(String vpcId) {
        return ours().stream()
                .filter(link -> link.vpcId().equals(vpcId) && link.status() != VpcLinkV2.Status.DELETING)
                .toList();
    }

    private List<VpcLinkV2> all() {
        return world.asItIs(
                () -> aws.apiGateway().vpcLinksV2().getVpcLinks(null, ALL).items());
    }

    /** An execution is about to ask for the link of a load balancer. */
    void asked(Balancer balancer) {
        asked.put(balancer.vpc.id(), world.now());
    }

    /** People have deleted some. */
    void deletedByHand() {
        all().stream()
                .filter(link -> link.status() == VpcLinkV2.Status.DELETING)
                .forEach(link -> going.add(link.id()));
    }

    /**
     * What is wrong with a deletion that has just had its effect: that the link is used.
     *
     * @param since when the first of those began that may have begun it: they may have looked then
     */
    Optional<Broken> deleted(Duration since) {
        for (VpcLinkV2 link : ours()) {
            boolean failed = link.tags().containsKey(VpcLinksV2.FAILURE_TAG);
            if (link.status() != VpcLinkV2.Status.DELETING || !going.add(link.id()) || failed) {
                continue;
            }
            if (world.items().anyPublishedThrough(link.id()) || isLedThrough(link.id())) {
                return Optional.of(new Broken(1, "link " + link.id() + " is deleted, which publications go through"));
            }
            Duration last = asked.getOrDefault(link.vpcId(), Duration.ZERO);
            boolean only = oursIn(link.vpcId()).isEmpty();
            if (only && last.compareTo(since) < 0 && last.plus(UNUSED).compareTo(world.now()) > 0) {
                return Optional.of(new Broken(
                        1,
                        "link " + link.id() + " is deleted, which an execution asked for " + Text.of(last)
                                + " after the beginning"));
            }
        }
        return Optional.empty();
    }

    /** What is wrong once a publication has failed since its link did: that others are to come upon that link, too. */
    Optional<Broken> left(String execution, String cause) {
        return ours().stream()
                .filter(link -> link.status() == VpcLinkV2.Status.FAILED
                        && cause.contains("VPC link " + link.id() + " FAILED")
                        && !isLedThrough(link.id()))
                .findFirst()
                .map(link -> new Broken(3, execution + " failed as link " + link.id() + " did, and left it behind"));
    }

    /** What is wrong once a link has been created: that its VPC had one, which would have done. */
    Optional<Broken> created() {
        Map<String, String> byVpc = new TreeMap<>();
        for (VpcLinkV2 link : ours()) {
            if (link.status() == VpcLinkV2.Status.DELETING || link.status() == VpcLinkV2.Status.FAILED) {
                continue;
            }
            String other = byVpc.put(link.tags().getOrDefault(VPC, link.vpcId()), link.id());
            if (other != null) {
                return Optional.of(
                        new Broken(1, "VPC " + link.vpcId() + " has link " + other + ", and gets " + link.id()));
            }
        }
        return Optional.empty();
    }

    /** What is wrong at rest with the links that are used. */
    Optional<Broken> checkUsed(List<Ours.Served> served) {
        Map<String, String> byVpc = new TreeMap<>();
        for (VpcLinkV2 link : ours()) {
            if (served.stream()
                    .noneMatch(each -> link.id().equals(each.connectionId())
                            && !each.stageName().equals("by-hand"))) {
                continue;
            }
            String other = byVpc.put(link.tags().getOrDefault(VPC, link.vpcId()), link.id());
            if (other != null) {
                return Optional.of(new Broken(
                        1,
                        "VPC " + link.vpcId() + " is to have one link, but " + other + " and " + link.id()
                                + " are used"));
            }
        }
        return Optional.empty();
    }

    /** What is wrong after days of rest with those that are not used. */
    Optional<Broken> checkUnused() {
        return ours().stream()
                .filter(link -> link.status() != VpcLinkV2.Status.DELETING && !isLedThrough(link.id()))
                .filter(link -> !isRecentlyAsked(link))
                .findFirst()
                .map(link -> new Broken(
                        1,
                        "there is link " + link.id() + " of " + link.vpcId() + ", " + link.status()
                                + ", which has not been used for days"));
    }

    /** One that its VPC has beside others is not what executions ask for, unless none of these works. */
    private boolean isRecentlyAsked(VpcLinkV2 link) {
        Duration last = asked.getOrDefault(link.vpcId(), Duration.ofDays(-30));
        return oursIn(link.vpcId()).size() == 1
                && last.plus(UNUSED.multipliedBy(2)).compareTo(world.now()) > 0;
    }

    /** Whether a stage of any API leads through a link. */
    private boolean isLedThrough(String linkId) {
        return world
                .asItIs(() -> aws.apiGateway().restApis().getRestApis(null, ALL).items())
                .stream()
                .anyMatch(api -> stages(api).stream()
                        .map(stage -> aws.apiGateway().stage(api.id(), stage.stageName()))
                        .anyMatch(live -> live != null
                                && live.resources().stream()
                                        .flatMap(resource -> resource.methods().values().stream())
                                        .map(Method::methodIntegration)
                                        .anyMatch(integration -> linkId.equals(integration.connectionId()))));
    }

    private List<Stage> stages(RestApi api) {
        try {
            return aws.apiGateway().stages().getStages(api.id(), null);
        } catch (AwsException notYet) {
            return List.of();
        }
    }

    /** Whether requests for a load balancer may go through a link: it works, is ours, and is in its VPC. */
    boolean isRight(String linkId, Balancer balancer) {
        return oursIn(balancer.vpc.id()).stream()
                .anyMatch(link -> link.id().equals(linkId)
                        && link.status() == VpcLinkV2.Status.AVAILABLE
                        && balancer.vpc.id().equals(link.tags().get(VPC)));
    }
}
