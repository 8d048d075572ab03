package io.gatelink.functions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/**
 * Tells people once a day what each reconciliation would say anew: a failure that lasts, and what is found again and again
 * and not repaired. For each, it starts an execution of the reconcile workflow that does nothing but tell it, under a name
 * that holds what is told and the date: Step Functions takes that name once.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">StartExecution</a>
 */
public final class TellHandler extends StepHandler<TellHandler.Input, TellHandler.Output> {

    /** Enough of a hash to tell one thing from another. */
    private static final int HASH_LENGTH = 40;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

    private final SfnClient stepFunctions;
    private final InstantSource clock;

    /** For Lambda. */
    public TellHandler() {
        this(Clients.stepFunctions(Environment.current()), Environment.current().clock());
    }

    TellHandler(SfnClient stepFunctions, InstantSource clock) {
        super(Input.class, clock);
        this.stepFunctions = stepFunctions;
        this.clock = clock;
    }

    /**
     * What there is to tell.
     *
     * @param news as JSON, see {@link News}
     */
    public record Input(String execution, String executionArn, String news) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
        }

        /** It is about several. */
        @Override
        public String loadBalancerArn() {
            return null;
        }
    }

    /**
     * Something to tell.
     *
     * @param detailType of the event
     * @param detail     of the event, as JSON
     * @param what       what it is about: the same words every day that it is the same
     */
    record News(String detailType, String detail, String what) {
    }

    /** How much of it is told now; the rest was told today. */
    public record Output(int told) {
    }

    @Override
    Output handle(Input input, StepLog log) {
        List<News> all = JsonLists.read("news", input.news(), News.class);
        List<String> told = new ArrayList<>();
        String[] arn = input.executionArn().split(":");
        var reconcile = new StateMachineArn(arn[1], arn[3], arn[4], arn[6]);
        for (News news : all) {
            String name = "told-" + DAY.format(clock.instant()) + "-" + hash(news.detailType() + "\n" + news.what());
            try {
                told.add(stepFunctions.startExecution(request -> request.stateMachineArn(reconcile.toString()).name(name)
                        .input(StepJson.text(Map.of("tell",
                                Map.of("detailType", news.detailType(), "detail", news.detail()))))).executionArn());
            } catch (ExecutionAlreadyExistsException e) {
                log.with("name", name).info("Told today already");
            }
        }
        log.with("told", told.size()).with("known", all.size() - told.size()).info("News told");
        return new Output(told.size());
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8))).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
