package io.gatelink.functions.publish;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * Takes the first 1024 bytes of a body as UTF-8, less where they would end within a character, and cancels the rest.
 */
final class FirstKilobyte implements HttpResponse.BodySubscriber<String> {

    private static final int SIZE = 1024;

    private final ByteBuffer taken = ByteBuffer.allocate(SIZE);
    private final CompletableFuture<String> body;

    /** @param timeout how long the body may take; the JDK's client bounds the time of an answer's head only */
    FirstKilobyte(Duration timeout) {
        this.body = new CompletableFuture<String>().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletionStage<String> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        // Also ends a subscription that has run out of time.
        body.whenComplete((text, failure) -> subscription.cancel());
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            int length = Math.min(buffer.remaining(), taken.remaining());
            taken.put(buffer.slice().limit(length));
        }
        if (!taken.hasRemaining()) {
            body.complete(text());
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(text());
    }

    /** The decoder leaves an incomplete character at the end of its input alone if told that more may follow. */
    private String text() {
        CharBuffer text = CharBuffer.allocate(SIZE);
        StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .decode(taken.duplicate().flip(), text, false);
        return text.flip().toString();
    }
}
