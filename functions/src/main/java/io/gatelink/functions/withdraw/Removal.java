package io.gatelink.functions.withdraw;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsFailure;
import io.gatelink.functions.lambda.VpcLinkDeletingException;
import io.gatelink.functions.lambda.VpcLinkPendingException;
import io.gatelink.functions.registry.Attributes;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Pace;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.registry.TakeOver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinkResponse;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

/**
 * Deletes resources of ours one after the other, and keeps account of what API Gateway refuses to delete. What is gone
 * already is fine; what may pass is thrown, for the state machine to come back.
 */
public final class Removal {

    private final Step step;
    private final ApiGateway apiGateway;
    private final List<String> leftovers = new ArrayList<>();

    Removal(Step step, ApiGateway apiGateway) {
        this.step = step;
        this.apiGateway = apiGateway;
    }

    /** What could not be deleted, each with the reason. */
    public List<String> leftovers() {
        return List.copyOf(leftovers);
    }

    /**
     * Deletes everything that the item names: usage plan, key, API, link, strays. Each attribute goes with its
     * resource.
     *
     * @return when the API may be deleted, if that is not now
     * @throws VpcLinkPendingException  if the link is {@code PENDING}, and so cannot be deleted yet
     * @throws VpcLinkDeletingException if the link's deletion takes more time
     */
    public Optional<Instant> all() {
        if (step.publication().isPublished()) {
            // From here on there is nothing to go back to, also if this execution is stopped on the way.
            step.write(new Change().remove(Attributes.PUBLISHED));
        }
        lookForWhatWasCreated();
        var item = step.publication();
        item.id(Part.USAGE_PLAN).ifPresent(id -> part(Part.USAGE_PLAN, () -> usagePlan(id)));
        item.id(Part.API_KEY).ifPresent(id -> part(Part.API_KEY, () -> apiKey(id)));
        if (item.id(Part.REST_API).isPresent()) {
            String id = item.id(Part.REST_API).get();
            Optional<Instant> later = restApi(id, item.text(Attributes.STAGE));
            if (later.isPresent()) {
                return later;
            }
            if (!isLeft(id)) {
                step.write(new Change().remove(Part.REST_API.attribute()));
            }
        }
        // The link comes last: an API among the strays may lead through it.
        Optional<Instant> later = strays();
        if (later.isEmpty()) {
            item.id(Part.VPC_LINK).ifPresent(id -> part(Part.VPC_LINK, () -> vpcLink(id)));
        }
        return later;
    }

    /**
     * Undoes a take-over that did not come to its end: the stage leads back, then the API and its tags go back.
     *
     * @return whether nothing is taken over any more; otherwise what was taken over must not be deleted
     */
    public boolean giveBack() {
        var taken = step.publication().map(Attributes.TAKEN_OVER);
        if (taken.isEmpty()) {
            return true;
        }
        LoadBalancerArn from = LoadBalancerArn.of(taken.get(Attributes.LOAD_BALANCER_ARN));
        String restApi = taken.get(Part.REST_API.attribute());
        String stage = taken.get(Attributes.STAGE);
        if (!run("stage " + stage + " of REST API " + restApi + ", as it was before",
                () -> apiGateway.serve(restApi, stage,
                taken.get(Attributes.DEPLOYMENT), taken.get(Part.VPC_LINK.attribute())))) {
            return false;
        }
        step.publication().text(Attributes.DEPLOYMENT).filter(made -> !made.equals(taken.get(Attributes.DEPLOYMENT)))
                .ifPresent(made -> deployment(restApi, made));
        for (Part part : List.of(Part.API_KEY, Part.USAGE_PLAN, Part.REST_API)) {
            Optional.ofNullable(taken.get(part.attribute())).ifPresent(id -> run("tag of " + part.words() + " " + id,
                    () -> apiGateway.tag(step.execution(), part.path(id), from)));
        }
        if (!TakeOver.giveBack(step)) {
            step.write(new Change().remove(Attributes.TAKEN_OVER));
        }
        return true;
    }

    /** What a lost answer may have created is found by its tags, and recorded. */
    private void lookForWhatWasCreated() {
        for (Part part : Part.values()) {
            if (step.publication().creatingSince(part).isPresent() && step.isToBeLookedFor(part)) {
                List<String> found = apiGateway.of(part, step.loadBalancerArn());
                if (found.isEmpty()) {
                    step.write(new Change().remove(part.attribute()));
                } else {
                    step.record(part, found);
                }
            }
        }
    }

    private void part(Part part, Runnable removal) {
        int before = leftovers.size();
        removal.run();
        if (leftovers.size() == before) {
            step.write(new Change().remove(part.attribute()));
        }
    }

    public void usagePlan(String id) {
        delete("usage plan " + id, () -> apiGateway.delete(Part.USAGE_PLAN, id));
    }

    public void apiKey(String id) {
        delete("API key " + id, () -> apiGateway.delete(Part.API_KEY, id));
    }

    public void stage(String restApi, String stage) {
        delete("stage " + stage + " of REST API " + restApi, () -> apiGateway.deleteStage(restApi, stage));
    }

    public void deployment(String restApi, String deployment) {
        delete("deployment " + deployment + " of REST API " + restApi,
                () -> apiGateway.deleteDeployment(restApi, deployment));
    }

    /** Does something that API Gateway may refuse, such as leading a stage back; returns whether it did. */
    public boolean run(String what, Runnable change) {
        int before = leftovers.size();
        delete(what, change);
        return leftovers.size() == before;
    }

    /**
     * Deletes an API, at the pace that API Gateway allows.
     *
     * @param stage to delete at once, so that callers no longer reach the API
     * @return when it may be deleted, if that is not now
     */
    public Optional<Instant> restApi(String id, Optional<String> stage) {
        Optional<GetRestApiResponse> found = apiGateway.restApi(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!apiGateway.isOurs(found.get().tags())) {
            leave("REST API " + id, "It does not carry this stack's owner tag.");
            return Optional.empty();
        }
        stage.ifPresent(name -> stage(id, name));
        Instant slot = step.slot(Pace.DELETE);
        if (step.now().isBefore(slot)) {
            return Optional.of(slot);
        }
        delete("REST API " + id, () -> apiGateway.delete(Part.REST_API, id));
        step.used(Pace.DELETE);
        return Optional.empty();
    }

    private boolean isLeft(String id) {
        return leftovers.stream().anyMatch(leftover -> leftover.startsWith("REST API " + id + ":"));
    }

    /**
     * Deletes a link; returns once it is gone.
     *
     * @throws VpcLinkPendingException  if it is {@code PENDING}
     * @throws VpcLinkDeletingException if it is going
     */
    public void vpcLink(String id) {
        String words = "VPC link " + id;
        Optional<GetVpcLinkResponse> found = apiGateway.vpcLink(id);
        if (found.isEmpty()) {
            return;
        }
        if (!apiGateway.isOurs(found.get().tags())) {
            leave(words, "It does not carry this stack's owner tag.");
            return;
        }
        if (found.get().status() == VpcLinkStatus.PENDING) {
            throw new VpcLinkPendingException(words + " is PENDING: it can be deleted once it is AVAILABLE or FAILED.");
        }
        if (found.get().status() == VpcLinkStatus.DELETING || run(words, () -> apiGateway.delete(Part.VPC_LINK, id))) {
            throw new VpcLinkDeletingException(words + " is being deleted.");
        }
        if (apiGateway.vpcLink(id).filter(now -> now.status() == VpcLinkStatus.DELETING).isPresent()) {
            // Its deletion had begun, although it showed as AVAILABLE.
            leftovers.remove(leftovers.size() - 1);
            throw new VpcLinkDeletingException(words + " is being deleted.");
        }
    }

    /** Deletes the strays of the item; returns when one may be deleted, if that is not now. */
    public Optional<Instant> strays() {
        for (String stray : step.publication().set(Attributes.STRAYS)) {
            String id = stray.substring(stray.indexOf(':') + 1);
            int before = leftovers.size();
            Optional<Instant> later = Optional.empty();
            switch (stray.substring(0, stray.indexOf(':'))) {
                case "restApi" -> later = restApi(id, Optional.empty());
                case "vpcLink" -> vpcLink(id);
                case "usagePlan" -> usagePlan(id);
                default -> apiKey(id);
            }
            if (later.isPresent()) {
                return later;
            }
            if (leftovers.size() == before) {
                var others = step.publication().set(Attributes.STRAYS);
                others.remove(stray);
                step.write(new Change().set(Attributes.STRAYS, others));
            }
        }
        return Optional.empty();
    }

    private void delete(String what, Runnable deletion) {
        try {
            deletion.run();
            step.log().with("resource", what).info("Removed");
        } catch (AwsServiceException e) {
            var failure = AwsFailure.of(e);
            if (failure.passes()) {
                throw failure;
            }
            leave(what, failure.getMessage());
        }
    }

    private void leave(String what, String reason) {
        leftovers.add(what + ": " + reason);
        step.log().with("resource", what).with("reason", reason).warn("Left over");
    }
}
