package io.github.joulekeeper.web.security;

import org.jspecify.annotations.Nullable;

/** Where to go after a login: never to another host, whatever a link said. */
final class LocalPath {
    private static final int LONGEST = 500;

    private LocalPath() {}

    static String orStart(@Nullable String path) {
        return path != null
                        && path.length() <= LONGEST
                        && path.matches("/([\\w.~%!$&'()*+,;=:@?-][\\w./~%!$&'()*+,;=:@?-]*)?")
                ? path
                : "/";
    }
}
