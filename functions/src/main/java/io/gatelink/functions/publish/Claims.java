package io.gatelink.functions.publish;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.elbv2.LoadBalancers;
import io.gatelink.functions.lambda.ThrottledException;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.Registry;
import io.gatelink.functions.registry.Replacements.Claim;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.registry.TakeOver;
import io.gatelink.functions.wanted.LoadBalancerTag;
import io.gatelink.functions.wanted.PublicationPolicy;
import io.gatelink.functions.wanted.ReplacementChain;
import io.gatelink.functions.wanted.ReplacementChain.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which load balancer replaces which: the claims in the coordination table, checked against the tags as they are. */
record Claims(Registry registry, LoadBalancers loadBalancers, PublicationPolicy policy) {

    private static final int ATTEMPTS = 3;

    /**
     * What became of the claims of a load balancer.
     *
     * @param precededBy the load balancer that replaces the one that this one names, because it was created earlier
     * @param published  the first in the chain that has a REST API
     */
    record Settled(Optional<LoadBalancerArn> precededBy, Optional<Publication> published) {}

    /** The wanted load balancer of this name, or nothing if there is none. */
    Optional<Member> named(String name) {
        return loadBalancers
                .named(name)
                .filter(found -> LoadBalancerArn.of(found.loadBalancerArn()).isLinkable())
                .flatMap(found -> wantedTags(found.loadBalancerArn())
                        .map(tags -> member(LoadBalancerArn.of(found.loadBalancerArn()), found.createdTime(), tags)));
    }

    static Member member(LoadBalancerArn arn, Instant createdAt, Map<String, String> tags) {
        return new Member(arn, createdAt, LoadBalancerTag.REPLACES.in(tags));
    }

    /**
     * The load balancers that replace the one of a name: the one that names it, the one that names this one, and so on.
     * Claims that the tags do not bear out are removed.
     */
    List<LoadBalancerArn> replacersOf(String name) {
        List<LoadBalancerArn> replacers = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        String replaced = name;
        while (names.add(replaced) && names.size() <= ReplacementChain.LONGEST) {
            Optional<Claim> claim = registry.replacements().of(replaced);
            if (claim.isEmpty()) {
                break;
            }
            LoadBalancerArn replacer = claim.get().replacer();
            if (!isValid(replaced, claim.get())) {
                registry.replacements().remove(replaced, replacer);
                break;
            }
            replacers.add(replacer);
            replaced = replacer.name();
        }
        return replacers;
    }

    /**
     * Claims what the load balancer of an execution replaces, for itself and for those in its chain. Those that this is
     * about are recorded, so that their workflow is started when this one ends.
     */
    Settled settle(Step step, Member self, List<Member> chain) {
        Set<String> affected = affected(step);
        Optional<LoadBalancerArn> precededBy = self.replaces().flatMap(name -> claim(name, self, affected));
        Optional<Publication> published = Optional.empty();
        Member before = null;
        for (Member replaced : precededBy.isPresent() ? List.<Member>of() : chain) {
            if (before != null && claim(replaced.arn().name(), before, affected).isPresent()) {
                break;
            }
            Optional<Publication> item = registry.find(replaced.arn());
            item.ifPresent(found -> affected.add(replaced.arn().text()));
            published = published.or(() ->
                    item.filter(found -> found.map(Publication.PUBLISHED).containsKey(Part.REST_API.attribute())));
            before = replaced;
        }
        record(step, self.replaces().orElse(null), affected);
        return new Settled(precededBy, published);
    }

    /**
     * Gives up what the load balancer of an execution replaced so far.
     *
     * @param tags of the load balancer: while it was replaced itself, its item did not say what it replaces
     */
    void release(Step step, Map<String, String> tags) {
        Set<String> affected = affected(step);
        Set<String> names = new LinkedHashSet<>();
        step.publication().text(Publication.REPLACES).ifPresent(names::add);
        LoadBalancerTag.REPLACES.in(tags).ifPresent(names::add);
        names.forEach(name -> {
            registry.replacements().remove(name, step.loadBalancerArn());
            named(name).ifPresent(member -> affected.add(member.arn().text()));
        });
        record(step, null, affected);
    }

    private static Set<String> affected(Step step) {
        return new LinkedHashSet<>(step.publication().set(Publication.AFFECTED));
    }

    private static void record(Step step, String replaces, Set<String> affected) {
        if (replaces != null
                || step.publication().has(Publication.REPLACES)
                || !affected.equals(step.publication().set(Publication.AFFECTED))) {
            step.write(new Change().set(Publication.REPLACES, replaces).set(Publication.AFFECTED, affected));
        }
    }

    /**
     * Whether a load balancer has taken, or may be about to take, the REST API of another one.
     *
     * @param replaced the item of the other one
     */
    boolean isTakingOver(LoadBalancerArn replacer, Publication replaced) {
        return registry.find(replacer).stream()
                .anyMatch(replacing -> TakeOver.isTakenBy(replacing, replaced)
                        || replaced.isPublished() && replacing.has(Publication.HOLDER));
    }

    /** @return the load balancer whose claim precedes this one; nothing if this claim stands */
    private Optional<LoadBalancerArn> claim(String name, Member replacer, Set<String> affected) {
        Claim claim = new Claim(replacer.arn(), replacer.createdAt());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Claim> there = registry.replacements().of(name);
            if (there.filter(one -> one.replacer().equals(claim.replacer())).isPresent()) {
                return Optional.empty();
            }
            if (there.filter(one -> one.precedes(claim) && isValid(name, one)).isPresent()) {
                return there.map(Claim::replacer);
            }
            if (registry.replacements().put(name, claim, there)) {
                there.ifPresent(one -> affected.add(one.replacer().text()));
                return Optional.empty();
            }
        }
        throw new ThrottledException(
                "Several load balancers claim at once to replace load balancer " + name + ": try again.");
    }

    private boolean isValid(String name, Claim claim) {
        var tags = wantedTags(claim.replacer().text());
        return tags.flatMap(LoadBalancerTag.REPLACES::in).equals(Optional.of(name));
    }

    private Optional<Map<String, String>> wantedTags(String arn) {
        return loadBalancers.tags(arn).filter(tags -> policy.refusal(arn, tags).isEmpty());
    }
}
