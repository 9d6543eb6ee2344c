/** Rule files: reading YAML with its positions, writing it, and watching the folder. */
@NullMarked
package io.github.joulekeeper.rule.file;

import org.jspecify.annotations.NullMarked;
