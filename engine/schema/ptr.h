#pragma once

#include <memory>
#include <utility>

namespace armillary::schema {

/// An optional struct on the heap with value semantics: copying copies what it points to. It stands for a Go pointer
/// to a struct, so that a type with thirty alternatives (Volume) stays small.
template <class T>
class Ptr {
public:
    Ptr() = default;
    Ptr(std::nullptr_t) {}
    Ptr(T value) : m_value(new T(std::move(value))) {}
    Ptr(const Ptr& other) : m_value(other.m_value ? new T(*other.m_value) : nullptr) {}
    Ptr(Ptr&& other) noexcept : m_value(std::exchange(other.m_value, nullptr)) {}
    Ptr& operator=(Ptr other) noexcept {
        std::swap(m_value, other.m_value);
        return *this;
    }
    ~Ptr() { delete m_value; }

    T& emplace() {
        reset();
        m_value = new T();
        return *m_value;
    }
    /// The value, made first when there is none.
    T& ensure() { return m_value ? *m_value : emplace(); }
    void reset() { delete std::exchange(m_value, nullptr); }

    bool has_value() const { return m_value != nullptr; }
    explicit operator bool() const { return m_value != nullptr; }
    T& operator*() { return *m_value; }
    const T& operator*() const { return *m_value; }
    T* operator->() { return m_value; }
    const T* operator->() const { return m_value; }
    T* get() { return m_value; }
    const T* get() const { return m_value; }

private:
    T* m_value = nullptr;
};

}  // namespace armillary::schema
