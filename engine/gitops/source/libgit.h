#pragma once

#include <string>

struct git_oid;

/// What the files that speak with libgit2 have in common.
namespace armillary::gitops {

/// Owns what libgit2 gives out.
template <class T, void (*Free)(T*)>
class Owned {
public:
    Owned() = default;
    ~Owned() { reset(); }
    Owned(const Owned&) = delete;
    /// For a function that fills it; what it had goes.
    T** out() {
        reset();
        return &m_it;
    }
    T* get() const { return m_it; }

private:
    void reset() {
        if (m_it != nullptr) Free(m_it);
        m_it = nullptr;
    }
    T* m_it = nullptr;
};

/// What libgit2 has to say of its last failure, in half a sentence without credentials.
std::string libgitReason();
std::string hexOf(const git_oid& id);

}  // namespace armillary::gitops
