package io.github.joulekeeper.web.page;

/**
 * Who looks at a page, and what he may do.
 *
 * @param name as the ledger calls him
 * @param operator whether he may set things, switch the mode and rules
 * @param editor whether he may write rules
 * @param csrfToken what his changes must carry; empty without a session
 * @param nonce what style elements that scripts make must carry
 * @param loggedIn whether there is a session to end
 */
public record Visitor(
        String name, boolean operator, boolean editor, String csrfToken, String nonce, boolean loggedIn) {}
