package io.gatelink.local.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Collects the body of a request, without keeping a thread waiting for it. */
final class HttpRequestBody implements Runnable {

    /** Who waits for the body; exactly one method is called, once. */
    interface Receiver {

        void received(byte[] body);

        void tooLong();

        void failed(Throwable e);
    }

    private static final byte[] EMPTY = new byte[0];
    private static final int FIRST_BYTES = 16 << 10;

    /** What is read and thrown away of a body that is too long: most callers only listen once they have sent all. */
    private static final long MAX_BYTES_DISCARDED = 64 << 20;

    private final Request request;
    private final int limit;
    private final long declaredLength;
    private final Receiver receiver;
    private byte[] bytes = EMPTY;
    private long length;

    private HttpRequestBody(Request request, int limit, Receiver receiver) {
        this.request = request;
        this.limit = limit;
        this.declaredLength = request.getLength();
        this.receiver = receiver;
    }

    /** @param limit in bytes */
    static void read(Request request, int limit, Receiver receiver) {
        var body = new HttpRequestBody(request, limit, receiver);
        boolean asksFirst = request.getHeaders().contains(HttpHeader.EXPECT);
        if (body.declaredLength > (asksFirst ? limit : limit + MAX_BYTES_DISCARDED)) {
            receiver.tooLong();
        } else {
            body.run();
        }
    }

    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                receiver.failed(chunk.getFailure());
                return;
            }
            add(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (length > limit + MAX_BYTES_DISCARDED || last && length > limit) {
                receiver.tooLong();
                return;
            }
            if (last) {
                receiver.received(length == bytes.length ? bytes : Arrays.copyOf(bytes, (int) length));
                return;
            }
        }
    }

    private void add(ByteBuffer more) {
        int count = more.remaining();
        long newLength = length + count;
        if (newLength > limit) {
            bytes = EMPTY;
        } else if (count > 0) {
            if (newLength > bytes.length) {
                bytes = Arrays.copyOf(bytes, capacity((int) newLength));
            }
            more.get(bytes, (int) length, count);
        }
        length = newLength;
    }

    /** Grows with what has come, never at once to what was announced: announcing costs nothing. */
    private int capacity(int needed) {
        long grown = Math.max(needed, Math.max(FIRST_BYTES, 2L * bytes.length));
        long most = declaredLength >= needed ? declaredLength : limit;
        return (int) Math.min(grown, most);
    }
}
