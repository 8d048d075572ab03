package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.explore.Balancer.Strength;
import io.gatelink.local.explore.Schedule.Variant;
import java.util.List;
import java.util.Map;

/** What is promised once nothing happens any more. */
final class AtRest {

    private static final String PUBLISH = "gatelink:publish";
    private static final String SWITCHED_FROM = "gatelink:switched-from:";
    private static final String SWITCHED_TO = "gatelink:switched-to:";

    private final World world;
    private final LocalAws aws;
    private final Ours ours;
    private final Promises promises;
    private final Caller caller;

    AtRest(World world, LocalAws aws, Ours ours, Promises promises) {
        this.world = world;
        this.aws = aws;
        this.ours = ours;
        this.promises = promises;
        this.caller = new Caller(aws);
    }

    void check() {
        int links = 0;
        int apis = 0;
        for (Balancer balancer : world.balancers()) {
            List<VpcLink> itsLinks = ours.links().stream()
                    .filter(link -> link.targetArns().contains(balancer.arn)).toList();
            List<RestApi> itsApis = ours.apis().stream()
                    .filter(api -> balancer.arn.equals(api.tags().get(Ours.LOAD_BALANCER))).toList();
            links += itsLinks.size();
            apis += itsApis.size();
            if (!isWanted(balancer)) {
                require(balancer, itsLinks.size() + itsApis.size(), 0, itsLinks, itsApis);
            } else if (!isImpossible(balancer)) {
                checkPublished(balancer, itsLinks, itsApis);
            } else {
                // It stays as it is until its owner corrects its tags, or what is in the way is gone; also with what an
                // execution has left behind that was stopped before.
                require(balancer, Math.max(itsLinks.size(), itsApis.size()), 1, itsLinks, itsApis);
            }
        }
        if (links != ours.links().size() || apis != ours.apis().size()) {
            promises.breaks(1, "there is more of ours than our load balancers have: " + ours.links() + " " + ours.apis());
        }
    }

    private void require(Balancer balancer, int there, int most, List<VpcLink> links, List<RestApi> apis) {
        if (there > most) {
            promises.breaks(1, balancer.name + " is " + (most == 0 ? "not to be published" : "to be published once at most")
                    + ", but there are " + links + " and " + apis);
        }
    }

    private void checkPublished(Balancer balancer, List<VpcLink> links, List<RestApi> apis) {
        if (links.size() != 1 || apis.size() != 1) {
            promises.breaks(1, balancer.name + " is to be published, by one link and one API, but there are " + links
                    + " and " + apis);
            return;
        }
        String api = apis.get(0).id();
        List<Ours.Served> served = ours.served().stream().filter(each -> each.restApiId().equals(api)).toList();
        if (served.size() != 1 || !links.get(0).id().equals(served.get(0).vpcLinkId())) {
            promises.breaks(1, "API " + api + " is to have one stage that leads to " + links.get(0).id() + ", but has "
                    + served);
            return;
        }
        Ours.Served stage = served.get(0);
        Strength strength = stage.strength();
        if (strength != balancer.asked()) {
            promises.breaks(5, balancer.name + " asks for " + balancer.asked() + ", but " + stage.weakest() + " has "
                    + strength);
        }
        int signed = caller.call(api, stage.stageName(), true);
        int unsigned = caller.call(api, stage.stageName(), false);
        int expectedUnsigned = strength == Strength.NONE ? 200 : 403;
        if (unsigned != expectedUnsigned || signed != (strength == Strength.API_KEY ? 403 : 200)) {
            promises.breaks(2, balancer.name + " is published with " + strength + ", but a signed request is answered "
                    + signed + ", and an unsigned one " + unsigned);
        }
    }

    boolean isWanted(Balancer balancer) {
        if (balancer.deleted) {
            return false;
        }
        Map<String, String> tags = promises.tags(balancer);
        String id = balancer.arn.substring(balancer.arn.lastIndexOf('/') + 1);
        boolean moved = ours.apis().stream().anyMatch(api -> !balancer.arn.equals(api.tags().get(Ours.LOAD_BALANCER))
                && api.tags().containsKey(SWITCHED_FROM + id));
        boolean here = ours.apis().stream().anyMatch(api ->
                balancer.arn.equals(api.tags().get(Ours.LOAD_BALANCER)) && api.tags().containsKey(SWITCHED_TO + id));
        String publish = tags.get(PUBLISH);
        boolean asked = publish == null ? here || world.schedule().setting().variant() == Variant.ALL
                : publish.equals("true") || publish.equals("standby") && here;
        // Who moves an API to a load balancer from which another was moved away wants it there.
        return asked && (!moved || here);
    }

    /** Whether its own tags ask for its publication. */
    boolean isAsked(Balancer balancer) {
        String publish = balancer.deleted ? "false" : promises.tags(balancer).get(PUBLISH);
        return publish == null ? world.schedule().setting().variant() == Variant.ALL : publish.equals("true");
    }

    /** Whether it cannot be published anew. */
    private boolean isImpossible(Balancer balancer) {
        String authorization = promises.tags(balancer).get("gatelink:authorization");
        return isTaken(balancer) || authorization != null && !authorization.equals("AWS_IAM")
                && world.schedule().setting().variant() != Variant.OPEN_ALLOWED;
    }

    /** Whether another's link leads to it. */
    private boolean isTaken(Balancer balancer) {
        return ours.allLinks().stream().anyMatch(link ->
                link.targetArns().contains(balancer.arn) && link.status() == VpcLink.Status.AVAILABLE
                        && !ours.links().contains(link));
    }
}
