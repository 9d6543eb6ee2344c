package io.github.joulekeeper.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The files that come with Joulekeeper load. */
class CatalogLoaderTest {
    private final Catalog catalog = new CatalogLoader().load();

    @Test
    void theDelta2HasAllItsQuotasSettingsAndCommands() {
        Model delta2 = catalog.model("delta-2").orElseThrow();
        assertThat(delta2.quotas().stream().filter(Quota::documented)).hasSize(160);
        assertThat(delta2.commands()).hasSize(17);
        assertThat(delta2.settings()).hasSize(24);
    }
}
