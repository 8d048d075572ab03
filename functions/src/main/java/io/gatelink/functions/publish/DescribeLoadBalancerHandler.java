package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.elbv2.LoadBalancers;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.LoadBalancerNotReadyException;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.PublicationTask;
import io.gatelink.functions.registry.Registry;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.registry.TakeOver;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.BasePath;
import io.gatelink.functions.wanted.Defaults;
import io.gatelink.functions.wanted.ListenerChoice;
import io.gatelink.functions.wanted.LoadBalancerTag;
import io.gatelink.functions.wanted.Network;
import io.gatelink.functions.wanted.PublicationTags;
import io.gatelink.functions.wanted.ReplacementChain;
import io.gatelink.functions.wanted.Wanted;
import io.gatelink.functions.withdraw.Adoption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;

/**
 * Reads a load balancer, its tags and its listeners; decides whether and how it is published, and refuses what cannot
 * work, with the remedy.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html">
 *      LoadBalancer</a>
 */
public final class DescribeLoadBalancerHandler
        extends PublicationTask<DescribeLoadBalancerHandler.Input, DescribeLoadBalancerHandler.Output> {

    private final LoadBalancers loadBalancers;
    private final Defaults defaults;
    private final Claims claims;
    private final CustomDomain domain;
    private final Optional<LinkSubnets> subnets;

    /** For Lambda. */
    public DescribeLoadBalancerHandler() {
        this(AwsClients.current());
    }

    private DescribeLoadBalancerHandler(AwsClients clients) {
        this(clients, Registry.of(clients));
    }

    DescribeLoadBalancerHandler(AwsClients clients, Registry registry) {
        super(Input.class, clients, registry);
        loadBalancers = new LoadBalancers(clients.elasticLoadBalancing());
        defaults = Defaults.of(clients.settings());
        claims = new Claims(registry, loadBalancers, defaults.policy());
        domain = new CustomDomain(ApiGateway.of(clients));
        subnets = LinkSubnets.of(clients, defaults.links());
    }

    /** Which load balancer. */
    public record Input() {}

    /**
     * What is to be done.
     *
     * @param action   {@code PUBLISH}, {@code WITHDRAW}, or {@code LEAVE} if what is there stays as it is
     * @param reason   why, with the remedy; {@code null} if it is published
     * @param wanted   how it is published; {@code null} if it is not
     * @param takeOver the load balancer whose REST API it takes over; {@code null} if there is none
     */
    public record Output(String action, String reason, Wanted wanted, LoadBalancerArn takeOver) {}

    /**
     * @throws LoadBalancerNotReadyException    if it is provisioning, or has no listener to publish so far
     * @throws UnsupportedLoadBalancerException if it cannot be published as it is
     */
    @Override
    protected Output handle(Input input, Step step) {
        Output output;
        try {
            output = decide(step);
        } catch (LoadBalancerNotFoundException e) {
            output = withdraw(step, missing(step), Map.of());
        } catch (LoadBalancerNotReadyException e) {
            // With a link that is not published yet, no execution waits: it keeps the load balancer from being deleted.
            throw step.publication().id(Part.VPC_LINK).isPresent()
                            && !step.publication().isPublished()
                    ? new UnsupportedLoadBalancerException(e.getMessage())
                    : e;
        }
        step.log()
                .with("action", output.action())
                .with("reason", output.reason())
                .info("Load balancer described");
        return output;
    }

    private Output decide(Step step) {
        LoadBalancerArn arn = step.loadBalancerArn();
        Optional<LoadBalancer> found = loadBalancers.find(arn.text());
        Optional<Map<String, String>> tags = found.flatMap(loadBalancer -> loadBalancers.tags(arn.text()));
        Optional<String> refusal =
                tags.isEmpty() ? Optional.of(missing(step)) : defaults.policy().refusal(arn.text(), tags.get());
        Optional<Instant> deletionAskedAt = step.publication().time(Publication.DELETION_ASKED_AT);
        if (refusal.isEmpty() && step.publication().isToBeDeleted(clock().instant())) {
            String reason = "An attempt to delete load balancer " + arn + " was refused at " + deletionAskedAt.get()
                    + ": it is withdrawn, so that the next attempt succeeds. If it is not deleted within an hour, it "
                    + "is published again.";
            return withdraw(step, reason, tags.get());
        }
        if (deletionAskedAt.isPresent()) {
            step.write(new Change().remove(Publication.DELETION_ASKED_AT));
        }
        if (refusal.isPresent()) {
            return withdraw(step, refusal.get(), tags.orElse(Map.of()));
        }
        requireProvisioned(found.get());
        return describe(step, found.get(), tags.get());
    }

    private static String missing(Step step) {
        return "Load balancer " + step.loadBalancerArn() + " does not exist.";
    }

    private Output describe(Step step, LoadBalancer found, Map<String, String> tags) {
        LoadBalancerArn arn = step.loadBalancerArn();
        String hash = PublicationTags.hash(tags);
        if (!step.publication().is(Publication.TAGS_HASH, hash)) {
            step.write(new Change().set(Publication.TAGS_HASH, hash));
        }
        var self = Claims.member(arn, found.createdTime(), tags);
        Optional<String> replaced = step.publication().text(Publication.REPLACES);
        if (replaced.isPresent() && !replaced.equals(self.replaces())) {
            // Also if the tags lead into a cycle now: what was replaced before is free.
            claims.release(step, Map.of());
        }
        Claims.Settled settled = claims.settle(step, self, ReplacementChain.of(self, claims::named));
        List<LoadBalancerArn> replacers = claims.replacersOf(arn.name());
        if (!replacers.isEmpty()) {
            return replaced(step, replacers);
        }
        Optional<String> replacedBy = step.publication().text(Publication.REPLACED_BY);
        if (TakeOver.isTaken(registry(), step.publication())) {
            // It comes back: a take-over that ended half-way is undone by the one that replaced it.
            return leave(step, replacedBy.orElseThrow());
        }
        if (replacedBy.isPresent()) {
            step.write(new Change().remove(Publication.REPLACED_BY));
        }
        PublicationTags asked = PublicationTags.of(arn.text(), tags);
        domain.requireThatOf(arn, asked);
        settled.precededBy().ifPresent(other -> {
            throw new UnsupportedLoadBalancerException("Load balancer " + other + ", which was created earlier, "
                    + "already replaces load balancer " + self.replaces().orElseThrow() + ": run "
                    + PublicationTags.removeTags(arn.text(), LoadBalancerTag.REPLACES.key()) + ".");
        });
        String authorization =
                defaults.policy().authorization(arn.text(), asked, defaults.authorization(), defaults.authorizers());
        requireNotFailed(found);
        Network network = defaults.links().network(found, asked);
        String uri = new ListenerChoice(found, asked).uri(loadBalancers.listeners(arn.text()));
        if (network == null) {
            requireOpenToPrivateLink(found);
        } else {
            subnets.ifPresent(named -> named.requireIn(found));
        }
        Wanted wanted = defaults.wanted(arn, asked, authorization, uri, network, hash);
        LoadBalancerArn takeOver = takeOver(step, wanted, settled.published());
        domain.requireFree(step, wanted, settled.published());
        return new Output("PUBLISH", null, wanted, takeOver);
    }

    private Output withdraw(Step step, String reason, Map<String, String> tags) {
        if (TakeOver.isTaken(registry(), step.publication())) {
            return leave(step, step.publication().text(Publication.REPLACED_BY).orElseThrow());
        }
        claims.release(step, tags);
        return new Output("WITHDRAW", reason, null, null);
    }

    private Output replaced(Step step, List<LoadBalancerArn> replacers) {
        LoadBalancerArn live = replacers.get(replacers.size() - 1);
        boolean serves = step.publication().isPublished() || Adoption.isOpen(step);
        boolean published = registry().find(live).stream()
                .anyMatch(item -> item.isPublished() && item.is(Publication.OUTCOME, "PUBLISHED"));
        if (serves && !published || replacers.stream().anyMatch(one -> claims.isTakingOver(one, step.publication()))) {
            return leave(step, live.text());
        }
        // The claim of a load balancer that is itself replaced stands: its attribute would have it withdrawn, too.
        step.write(new Change().set(Publication.REPLACED_BY, live.text()).remove(Publication.REPLACES));
        String reason = "Replaced by load balancer " + live + ": to publish load balancer " + step.loadBalancerArn()
                + " again, run " + PublicationTags.removeTags(replacers.get(0).text(), LoadBalancerTag.REPLACES.key())
                + ".";
        return new Output("WITHDRAW", reason, null, null);
    }

    private static Output leave(Step step, String replacer) {
        String reason = "Load balancer " + replacer + " replaces load balancer " + step.loadBalancerArn()
                + ", which stays as it is until the replacement is published.";
        return new Output("LEAVE", reason, null, null);
    }

    private static LoadBalancerArn takeOver(Step step, Wanted wanted, Optional<Publication> published) {
        Publication item = step.publication();
        if (item.has(Publication.TAKEN_OVER)) {
            requireAlike(step, wanted, item.map(Publication.TAKEN_OVER));
            return null;
        }
        published.ifPresent(other -> requireAlike(step, wanted, other.map(Publication.PUBLISHED)));
        return published.map(Publication::loadBalancerArn).orElse(null);
    }

    /** Taking over an API changes neither its URL nor lets in more callers. */
    private static void requireAlike(Step step, Wanted wanted, Map<String, String> published) {
        String stage = published.getOrDefault(Publication.STAGE, wanted.stage());
        if (!stage.equals(wanted.stage())) {
            throw unlike(
                    step,
                    LoadBalancerTag.STAGE,
                    stage,
                    "stage " + wanted.stage() + ", which would change the invoke URL");
        }
        String path = published.getOrDefault(Part.BASE_PATH_MAPPING.attribute(), wanted.basePath());
        if (path != null && !path.equals(wanted.basePath()) && wanted.basePath() != null) {
            String segment = BasePath.of(path).segment();
            throw unlike(
                    step,
                    LoadBalancerTag.BASE_PATH,
                    segment,
                    BasePath.of(wanted.basePath()).segment() + ", which would change the invoke URL");
        }
        String authorization = published.getOrDefault(Publication.AUTHORIZATION, wanted.authorization());
        if (Authorization.isWeaker(wanted.authorization(), authorization)) {
            throw unlike(
                    step, LoadBalancerTag.AUTHORIZATION, authorization, wanted.authorization() + ", which is weaker");
        }
    }

    private static UnsupportedLoadBalancerException unlike(Step step, LoadBalancerTag tag, String there, String asked) {
        String arn = step.loadBalancerArn().text();
        return new UnsupportedLoadBalancerException("Load balancer " + arn + " takes over a REST API whose "
                + tag.key().substring(LoadBalancerTag.PREFIX.length()) + " is " + there + ", and asks for " + asked
                + ": run " + PublicationTags.addTags(arn, tag, there) + ".");
    }

    private static void requireProvisioned(LoadBalancer found) {
        LoadBalancerStateEnum state = found.state().code();
        if (state != LoadBalancerStateEnum.ACTIVE
                && state != LoadBalancerStateEnum.ACTIVE_IMPAIRED
                && state != LoadBalancerStateEnum.FAILED) {
            throw new LoadBalancerNotReadyException("Load balancer " + found.loadBalancerArn() + " is "
                    + Text.printable(found.state().codeAsString()) + ": a VPC link to it can be created once it is "
                    + "active.");
        }
    }

    private static void requireNotFailed(LoadBalancer found) {
        if (found.state().code() == LoadBalancerStateEnum.FAILED) {
            throw new UnsupportedLoadBalancerException("Load balancer " + found.loadBalancerArn() + " has failed"
                    + (found.state().reason() == null
                            ? ""
                            : ", because " + Text.shown(found.state().reason()))
                    + ": create it anew.");
        }
    }

    /**
     * A link to a load balancer that enforces its rules on PrivateLink, as is the default, is AVAILABLE, and requests
     * time out. Terraform and others turn that off between creating the load balancer and its listener.
     */
    private static void requireOpenToPrivateLink(LoadBalancer found) {
        if (found.hasSecurityGroups()
                && !found.securityGroups().isEmpty()
                && !"off".equals(found.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic())) {
            throw new UnsupportedLoadBalancerException("Load balancer " + found.loadBalancerArn()
                    + " enforces its security groups' inbound rules on PrivateLink traffic, so that requests through a "
                    + "VPC link would time out: run aws elbv2 set-security-groups --load-balancer-arn "
                    + found.loadBalancerArn() + " --security-groups " + String.join(" ", found.securityGroups())
                    + " --enforce-security-group-inbound-rules-on-private-link-traffic off");
        }
    }
}
