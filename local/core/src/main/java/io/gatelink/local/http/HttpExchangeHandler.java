package io.gatelink.local.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.Callback;

/** Between Jetty's requests and responses and ours. */
final class HttpExchangeHandler extends Handler.Abstract {

    private static final byte[] INTERNAL_SERVER_ERROR = HttpErrorHandler.body("Internal server error");
    private static final byte[] REQUEST_TOO_LONG = HttpErrorHandler.body("Request Too Long");

    private final int maxBodyBytes;
    private final Function<Request, Response> handler;
    private final Consumer<Throwable> defects;
    private final SlowPeers slowPeers;

    HttpExchangeHandler(
            int maxBodyBytes, Function<Request, Response> handler, Consumer<Throwable> defects, SlowPeers slowPeers) {
        this.maxBodyBytes = maxBodyBytes;
        this.handler = handler;
        this.defects = defects;
        this.slowPeers = slowPeers;
    }

    @Override
    public boolean handle(
            org.eclipse.jetty.server.Request request, org.eclipse.jetty.server.Response response, Callback callback) {
        if (isRefused(request)) {
            fail(request, response, callback, 400);
            return true;
        }
        HttpRequestBody.read(request, maxBodyBytes, new HttpRequestBody.Receiver() {
            @Override
            public void received(byte[] body) {
                answer(request, response, callback, body);
            }

            @Override
            public void tooLong() {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
                send(request, response, callback, error(413, REQUEST_TOO_LONG));
            }

            @Override
            public void failed(Throwable e) {
                fail(
                        request,
                        response,
                        callback,
                        e instanceof TimeoutException ? 408 : e instanceof HttpException http ? http.getCode() : 400);
            }
        });
        return true;
    }

    /** Whether it asks for no path, or is sent in a way that is not understood here. */
    private static boolean isRefused(org.eclipse.jetty.server.Request request) {
        HttpURI uri = request.getHttpURI();
        String path = uri.getPath();
        String coding = request.getHeaders().get(HttpHeader.TRANSFER_ENCODING);
        return path != null && !path.isEmpty() && path.charAt(0) != '/'
                || uri.getFragment() != null
                || "CONNECT".equals(request.getMethod())
                || coding != null && !coding.strip().equalsIgnoreCase("chunked");
    }

    private void answer(
            org.eclipse.jetty.server.Request request,
            org.eclipse.jetty.server.Response response,
            Callback callback,
            byte[] body) {
        Response answer;
        Connection connection = request.getConnectionMetaData().getConnection();
        slowPeers.requestArrived(connection);
        try {
            answer = handler.apply(request(request, body));
            if (answer.stream() != null) {
                stream(request, response, callback, answer);
                return;
            }
        } catch (Faults.LostAnswerException e) {
            connection.getEndPoint().close();
            callback.failed(e);
            return;
        } catch (RuntimeException | Error e) {
            defects.accept(e);
            answer = error(500, INTERNAL_SERVER_ERROR);
        } finally {
            slowPeers.answerReady(connection);
        }
        send(request, response, callback, answer);
    }

    private static Request request(org.eclipse.jetty.server.Request request, byte[] body) {
        HttpURI uri = request.getHttpURI();
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue() == null ? "" : field.getValue();
            List<String> values = headers.get(field.getName());
            if (values == null) {
                headers.put(field.getName(), List.of(value));
            } else {
                var more = new ArrayList<String>(values);
                more.add(value);
                headers.put(field.getName(), more);
            }
        }
        String path = uri.getPath();
        return new Request(
                request.getMethod(),
                path == null || path.isEmpty() ? "/" : path,
                uri.getQuery(),
                headers,
                body,
                org.eclipse.jetty.server.Request.getRemoteAddr(request));
    }

    /** Passes an answer's body on as it comes; if it breaks off, so does the connection. */
    private void stream(
            org.eclipse.jetty.server.Request request,
            org.eclipse.jetty.server.Response response,
            Callback callback,
            Response answer) {
        if ("HEAD".equals(request.getMethod()) || isBodiless(answer.status())) {
            answer.stream().close();
            send(request, response, callback, new Response(answer.status(), answer.headers(), new byte[0]));
            return;
        }
        try (BodyStream body = answer.stream()) {
            setHeaders(response, answer);
            OutputStream out = Content.Sink.asOutputStream(response);
            out.flush();
            body.writeTo(out);
            out.close();
            callback.succeeded();
        } catch (IOException | RuntimeException e) {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
            callback.failed(e);
            if (e instanceof RuntimeException) {
                defects.accept(e);
            }
        }
    }

    private static void send(
            org.eclipse.jetty.server.Request request,
            org.eclipse.jetty.server.Response response,
            Callback callback,
            Response answer) {
        HttpFields.Mutable headers = response.getHeaders();
        String declaredLength = setHeaders(response, answer);
        byte[] body = answer.body();
        boolean head = "HEAD".equals(request.getMethod());
        if (!head && !isBodiless(answer.status())) {
            headers.put(HttpHeader.CONTENT_LENGTH, body.length);
            response.write(true, ByteBuffer.wrap(body), callback);
            return;
        }
        if (head && declaredLength != null) {
            // The length of the body that a GET would get: the handler may know it without having the body.
            headers.put(HttpHeader.CONTENT_LENGTH, declaredLength);
        } else if (head && body.length > 0) {
            headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        } else if (answer.status() != 204) {
            // Ended in a write of its own, or else Jetty takes the length that is not known for a length of zero.
            response.write(false, null, Callback.from(() -> response.write(true, null, callback), callback::failed));
            return;
        }
        response.write(true, null, callback);
    }

    /** @return the length that the answer itself declares; {@code null} if it does not */
    private static String setHeaders(org.eclipse.jetty.server.Response response, Response answer) {
        response.setStatus(answer.status());
        HttpFields.Mutable headers = response.getHeaders();
        String declaredLength = null;
        for (Map.Entry<String, List<String>> header : answer.headers().entrySet()) {
            String name = header.getKey();
            if (name.equalsIgnoreCase("Content-Length")) {
                declaredLength =
                        header.getValue().isEmpty() ? null : header.getValue().get(0);
            } else if (name.equalsIgnoreCase("Date")) {
                headers.put(name, header.getValue());
            } else if (!name.equalsIgnoreCase("Transfer-Encoding")) {
                header.getValue().forEach(value -> headers.add(name, value));
            }
        }
        return declaredLength;
    }

    private static boolean isBodiless(int status) {
        return status == 204 || status == 304;
    }

    private static void fail(
            org.eclipse.jetty.server.Request request,
            org.eclipse.jetty.server.Response response,
            Callback callback,
            int status) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        send(request, response, callback, error(status, HttpErrorHandler.body(status)));
    }

    private static Response error(int status, byte[] body) {
        return new Response(
                status,
                Map.of(
                        "Content-Type",
                        List.of("application/json"),
                        "x-amzn-RequestId",
                        List.of(HttpErrorHandler.requestId())),
                body);
    }
}
