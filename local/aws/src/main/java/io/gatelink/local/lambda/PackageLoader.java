package io.gatelink.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;

/**
 * Loads a deployment package: all its classes from its jar, but for what handlers and the local AWS pass to each other.
 * That is Lambda's interface with its events, the {@code Environment} in which a handler is created, and the AWS SDK,
 * whose clients take their transport and their credentials from it.
 */
final class PackageLoader extends URLClassLoader {

    private static final List<String> SHARED = List.of(
            "com.amazonaws.services.lambda.runtime.",
            "io.gatelink.functions.lambda.Environment",
            "software.amazon.awssdk.",
            "org.slf4j.",
            // Lambda's serialization knows one class of times only.
            "org.joda.time.");

    static {
        registerAsParallelCapable();
    }

    private final Path jar;
    private final ClassLoader shared;

    /** @param jar is deleted when this is closed */
    PackageLoader(Path jar, ClassLoader shared) throws IOException {
        super("deployment-package", new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        this.jar = jar;
        this.shared = shared;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (SHARED.stream().anyMatch(name::startsWith)) {
            try {
                return shared.loadClass(name);
            } catch (ClassNotFoundException e) {
                // A service's client that the local AWS does not have.
                return super.loadClass(name, resolve);
            }
        }
        return super.loadClass(name, resolve);
    }

    /** The SDK finds what customizes its clients as resources. */
    @Override
    public URL getResource(String name) {
        URL own = super.getResource(name);
        return own != null || !name.startsWith("software/amazon/awssdk/") ? own : shared.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        Enumeration<URL> own = super.getResources(name);
        return own.hasMoreElements() || !name.startsWith("software/amazon/awssdk/") ? own : shared.getResources(name);
    }

    @Override
    public void close() {
        try {
            super.close();
            Files.deleteIfExists(jar);
        } catch (IOException e) {
            throw new UncheckedIOException("The jar of a deployment package cannot be deleted", e);
        }
    }
}
