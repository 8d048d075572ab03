package io.gatelink.local.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** The files of the page, compressed once. */
final class Assets {

    private static final String LIBRARY = "/META-INF/resources/webjars/dagre/0.8.4/dist/dagre.min.js";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, Asset> files = new LinkedHashMap<>();

    /**
     * A file.
     *
     * @param tag changes with its content
     */
    record Asset(String type, byte[] plain, byte[] compressed, String tag) {}

    Assets() {
        for (String name : new String[] {
            "index.html",
            "console.css",
            "icon.svg",
            "app.js",
            "api.js",
            "dom.js",
            "store.js",
            "lists.js",
            "balancer.js",
            "execution.js",
            "event.js",
            "graph.js"
        }) {
            files.put(name, asset(name, read("page/" + name)));
        }
        files.put("dagre.js", asset("dagre.js", read(LIBRARY)));
    }

    /** The file of this name. */
    Optional<Asset> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    private static Asset asset(String name, byte[] content) {
        return new Asset(
                TYPES.get(name.substring(name.lastIndexOf('.') + 1)), content, compressed(content), tag(content));
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The console's file " + resource + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] compressed(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
