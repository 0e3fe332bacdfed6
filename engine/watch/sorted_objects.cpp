#include "engine/watch/sorted_objects.h"

#include <algorithm>

namespace armillary::watch {

namespace {

/// A chunk of this many objects is split before it grows.
constexpr std::size_t kChunkObjects = 128;
/// A chunk with fewer joins its neighbour.
constexpr std::size_t kSmallChunk = 32;

/// Whether "namespace/name" of `object` comes before that of the given pair. '/' does not occur in a namespace, and yet
/// '-' and '.' come before it: "a-b/x" is before "a/x".
bool before(const Object& object, std::string_view namespace_, std::string_view name) {
    const std::string_view own = object.namespace_();
    if (own == namespace_) return object.name() < name;
    const std::size_t common = std::min(own.size(), namespace_.size());
    if (const int order = own.substr(0, common).compare(namespace_.substr(0, common)); order != 0) return order < 0;
    return own.size() < namespace_.size() ? '/' < namespace_[common] : own[common] < '/';
}

auto lowerBound(const SortedObjects::Chunk& chunk, std::string_view namespace_, std::string_view name) {
    return std::partition_point(chunk.begin(), chunk.end(),
                                [&](const ObjectRef& object) { return before(*object, namespace_, name); });
}

bool isAt(const Object& object, std::string_view namespace_, std::string_view name) {
    return object.namespace_() == namespace_ && object.name() == name;
}

}  // namespace

SortedObjects::Chunks::const_iterator SortedObjects::chunkOf(std::string_view namespace_, std::string_view name) const {
    return std::partition_point(m_chunks.begin(), m_chunks.end(),
                                [&](const auto& chunk) { return before(*chunk->back(), namespace_, name); });
}

ObjectRef SortedObjects::find(std::string_view namespace_, std::string_view name) const {
    const auto chunk = chunkOf(namespace_, name);
    if (chunk == m_chunks.end()) return nullptr;
    const auto place = lowerBound(**chunk, namespace_, name);
    return isAt(**place, namespace_, name) ? *place : nullptr;
}

ObjectRef SortedObjects::put(ObjectRef object) {
    const auto found = chunkOf(object->namespace_(), object->name());
    if (found == m_chunks.end() && (m_chunks.empty() || m_chunks.back()->size() >= kChunkObjects)) {
        m_chunks.push_back(std::make_shared<const Chunk>(Chunk{std::move(object)}));
        ++m_size;
        return nullptr;
    }
    const auto index = std::min<std::size_t>(static_cast<std::size_t>(found - m_chunks.begin()), m_chunks.size() - 1);
    Chunk chunk = *m_chunks[index];
    const auto place = chunk.begin() + (lowerBound(chunk, object->namespace_(), object->name()) - chunk.cbegin());
    if (place != chunk.end() && isAt(**place, object->namespace_(), object->name())) {
        ObjectRef previous = std::exchange(*place, std::move(object));
        m_chunks[index] = std::make_shared<const Chunk>(std::move(chunk));
        return previous;
    }
    chunk.insert(place, std::move(object));
    ++m_size;
    if (chunk.size() > kChunkObjects) {
        const auto middle = chunk.begin() + kChunkObjects / 2;
        auto upper =
            std::make_shared<const Chunk>(std::make_move_iterator(middle), std::make_move_iterator(chunk.end()));
        chunk.erase(middle, chunk.end());
        m_chunks.insert(m_chunks.begin() + static_cast<std::ptrdiff_t>(index) + 1, std::move(upper));
    }
    m_chunks[index] = std::make_shared<const Chunk>(std::move(chunk));
    return nullptr;
}

ObjectRef SortedObjects::erase(std::string_view namespace_, std::string_view name) {
    const auto found = chunkOf(namespace_, name);
    if (found == m_chunks.end()) return nullptr;
    const auto index = static_cast<std::size_t>(found - m_chunks.begin());
    Chunk chunk = **found;
    const auto place = chunk.begin() + (lowerBound(chunk, namespace_, name) - chunk.cbegin());
    if (!isAt(**place, namespace_, name)) return nullptr;
    ObjectRef previous = std::move(*place);
    chunk.erase(place);
    --m_size;
    const bool joins = chunk.size() < kSmallChunk && index + 1 < m_chunks.size() &&
                       chunk.size() + m_chunks[index + 1]->size() <= kChunkObjects;
    if (joins) {
        chunk.insert(chunk.end(), m_chunks[index + 1]->begin(), m_chunks[index + 1]->end());
        m_chunks.erase(m_chunks.begin() + static_cast<std::ptrdiff_t>(index) + 1);
    }
    if (chunk.empty()) {
        m_chunks.erase(m_chunks.begin() + static_cast<std::ptrdiff_t>(index));
    } else {
        m_chunks[index] = std::make_shared<const Chunk>(std::move(chunk));
    }
    return previous;
}

SortedObjects::Chunks SortedObjects::chunks(std::string_view namespace_) const {
    if (namespace_.empty()) return m_chunks;
    const auto first = chunkOf(namespace_, "");
    auto last = first;
    while (last != m_chunks.end() && (last == first || (*last)->front()->namespace_() == namespace_)) ++last;
    return {first, last};
}

std::vector<ObjectRef> SortedObjects::objects(const Chunks& chunks, std::string_view namespace_) {
    std::vector<ObjectRef> all;
    std::size_t size = 0;
    for (const auto& chunk : chunks) size += chunk->size();
    all.reserve(size);
    for (const auto& chunk : chunks) {
        if (namespace_.empty()) {
            all.insert(all.end(), chunk->begin(), chunk->end());
            continue;
        }
        auto place = lowerBound(*chunk, namespace_, "");
        for (; place != chunk->end() && (*place)->namespace_() == namespace_; ++place) all.push_back(*place);
    }
    return all;
}

}  // namespace armillary::watch
