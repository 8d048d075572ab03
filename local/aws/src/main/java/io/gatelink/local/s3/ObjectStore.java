package io.gatelink.local.s3;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps the bytes of objects in a temporary folder, which is there once the first object is, and goes when the store is
 * closed or the JVM ends.
 */
final class ObjectStore implements AutoCloseable {

    private final Thread atExit = new Thread(this::close, "gatelink-s3-exit");
    private Path folder;
    private long written;

    /** Writes {@code parts}, one after the other. */
    Path write(List<byte[]> parts) {
        try {
            Path file = newFile();
            try (var out = Files.newOutputStream(file)) {
                for (byte[] part : parts) {
                    out.write(part);
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes one file of several, which go. */
    Path join(List<Path> parts) {
        try {
            Path file = newFile();
            try (var out = Files.newOutputStream(file)) {
                for (Path part : parts) {
                    Files.copy(part, out);
                }
            }
            parts.forEach(this::delete);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] read(Path file, long offset, int length) {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[length];
            in.seek(offset);
            in.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path newFile() throws IOException {
        if (folder == null) {
            folder = Files.createTempDirectory("gatelink-s3-");
            Runtime.getRuntime().addShutdownHook(atExit);
        }
        return folder.resolve(Long.toString(written++));
    }

    @Override
    public void close() {
        if (folder == null) {
            return;
        }
        try (var files = Files.list(folder)) {
            files.forEach(this::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        delete(folder);
        folder = null;
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM ends already: this is the hook.
        }
    }
}
