#pragma once

#include "engine/schema/object.h"

namespace armillary::watch {

/// Objects in the byte order of "namespace/name", in immutable chunks: a change replaces one chunk, and so a reader
/// copies a few dozen pointers under its lock and walks ten thousand objects without it. Not thread-safe itself.
class SortedObjects {
public:
    using Chunk = std::vector<ObjectRef>;
    using Chunks = std::vector<std::shared_ptr<const Chunk>>;

    ObjectRef find(std::string_view namespace_, std::string_view name) const;
    /// Returns what was there before.
    ObjectRef put(ObjectRef object);
    ObjectRef erase(std::string_view namespace_, std::string_view name);
    std::size_t size() const { return m_size; }

    /// The chunks that hold all objects of `namespace_`, or all objects when it is "".
    Chunks chunks(std::string_view namespace_) const;
    /// The objects of `namespace_`, or all of them when it is "", out of what chunks() returned.
    static std::vector<ObjectRef> objects(const Chunks& chunks, std::string_view namespace_);

private:
    Chunks::const_iterator chunkOf(std::string_view namespace_, std::string_view name) const;

    Chunks m_chunks;  ///< none of them empty
    std::size_t m_size = 0;
};

}  // namespace armillary::watch
