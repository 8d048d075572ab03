package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.HttpListener;
import io.gatelink.local.core.Account;
import java.io.IOException;

/**
 * Backends, some of them behind application load balancers: those change requests, and answer themselves where there
 * is no target, or none that answers.
 */
final class LoadBalancedEndpoints implements Endpoints {

    private final Account account;
    private final Endpoints targets;

    LoadBalancedEndpoints(Account account, Endpoints targets) {
        this.account = account;
        this.targets = targets;
    }

    @Override
    public EndpointResponse send(
            EndpointRequest request, TargetConnection target, boolean checkIssuer, TimeLimits limits)
            throws IOException {
        ApplicationLoadBalancer loadBalancer = target.loadBalancer();
        if (loadBalancer == null) {
            return targets.send(request, target, checkIssuer, limits);
        }
        var answers = new LoadBalancerAnswers(account.loop().exclusively(account.loop()::instant), request);
        HttpListener.Action action = loadBalancer.listener().action();
        if (action instanceof HttpListener.FixedResponse fixed) {
            return answers.fixed(fixed);
        }
        if (action instanceof HttpListener.Redirect redirect) {
            return answers.redirect(redirect, loadBalancer);
        }
        if (target.address() == null) {
            return answers.error(503);
        }
        long idleMillis = loadBalancer.listener().idleTimeout().toMillis();
        boolean balancerGivesUp = idleMillis < limits.timeoutMillis();
        try {
            return targets.send(
                    loadBalancer.forwarded(request, account.loop().exclusively(this::traceId)),
                    target,
                    checkIssuer,
                    balancerGivesUp ? new TimeLimits((int) idleMillis, limits.idleMillis()) : limits);
        } catch (Backends.UnusableAnswerException e) {
            throw e;
        } catch (Backends.EndpointTimeoutException e) {
            if (balancerGivesUp) {
                return answers.error(504);
            }
            throw e;
        } catch (IOException e) {
            return answers.error(502);
        }
    }

    private String traceId() {
        return "1-" + Long.toHexString(account.loop().instant().getEpochSecond()) + "-" + account.newHexId(24);
    }

    @Override
    public void close() {
        targets.close();
    }
}
