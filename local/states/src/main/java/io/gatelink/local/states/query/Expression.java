package io.gatelink.local.states.query;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.StepFunctionsJsonata;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A JSONata expression, parsed. Data that it is evaluated on never becomes part of it.
 *
 * @see <a href="https://docs.jsonata.org/">JSONata</a>
 */
public final class Expression {

    /** More than any sane match takes, on any machine. */
    private static final Duration MATCHING_LIMIT = Duration.ofSeconds(5);

    private final String source;
    private final Jsonata compiled;
    private final boolean matches;

    private Expression(String source, Jsonata compiled, boolean matches) {
        this.source = source;
        this.compiled = compiled;
        this.matches = matches;
    }

    /**
     * @param source what stands between <code>{%</code> and <code>%}</code>
     * @throws QuerySyntaxException if it is no JSONata, or calls {@code $eval}
     */
    public static Expression parse(String source) {
        String trimmed = source.strip();
        if (trimmed.isEmpty()) {
            throw new QuerySyntaxException("the expression is empty");
        }
        Jsonata compiled;
        try {
            compiled = StepFunctionsJsonata.of(trimmed);
            compiled.setOutputConvertNulls(false);
        } catch (JException e) {
            throw new QuerySyntaxException(
                    ErrorMessages.of(e) + (e.getLocation() < 0 ? "" : " at character " + e.getLocation()));
        } catch (RuntimeException | StackOverflowError e) {
            throw new QuerySyntaxException("it cannot be parsed as JSONata");
        }
        var text = ExpressionText.of(trimmed);
        if (text.variables().contains("eval")) {
            throw new QuerySyntaxException("Step Functions does not allow $eval; $parse reads JSON");
        }
        return new Expression(trimmed, compiled, text.hasRegex());
    }

    public String source() {
        return source;
    }

    /**
     * @return empty if the expression gives nothing (JSONata's undefined)
     * @throws QueryException             if it fails, or exceeds the bounds of an evaluation
     * @throws UnsupportedResultException if it gives what is not JSON
     */
    public Optional<JsonNode> evaluate(QueryScope scope) {
        return evaluate(scope, MATCHING_LIMIT);
    }

    Optional<JsonNode> evaluate(QueryScope scope, Duration matchingLimit) {
        return matches ? within(matchingLimit, () -> evaluateNow(scope)) : evaluateNow(scope);
    }

    private Optional<JsonNode> evaluateNow(QueryScope scope) {
        try {
            Object result = compiled.evaluate(null, scope.frame());
            return result == null ? Optional.empty() : Optional.of(JsonataValues.toJson(result));
        } catch (StackOverflowError e) {
            throw EvaluationBounds.tooDeep();
        } catch (UnsupportedResultException e) {
            throw e;
        } catch (RuntimeException e) {
            throw asQueryException(e);
        }
    }

    /**
     * Some regular expressions take forever on some data, within one step that cannot be counted or interrupted. So
     * they are matched on a thread that can be given up.
     */
    private static Optional<JsonNode> within(Duration limit, Callable<Optional<JsonNode>> evaluation) {
        var task = new FutureTask<>(evaluation);
        var thread = new Thread(task, "gatelink-expression");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new QueryException("A regular expression was matched for more than " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryException("The evaluation was interrupted");
        }
    }

    /** The library wraps what a function throws, maybe more than once. */
    private static QueryException asQueryException(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof QueryException query) {
                return query;
            }
            if (cause instanceof JException jsonata) {
                return new QueryException(ErrorMessages.of(jsonata));
            }
            if (cause instanceof StackOverflowError) {
                return EvaluationBounds.tooDeep();
            }
        }
        return new QueryException("A value does not fit the operation");
    }

    @Override
    public String toString() {
        return source;
    }
}
