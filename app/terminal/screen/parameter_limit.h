#pragma once

namespace armillary::app {

/// Leaves out what a control sequence (ECMA-48, 5.4) has beyond its sixteenth parameter: libvterm 0.3 has room for so
/// many and does not look. Sees no sequence end before libvterm does.
class ParameterLimit {
public:
    static constexpr int kMost = 15;

    /// False for a byte that is to be left out.
    bool allows(unsigned char byte) {
        if (byte == kEscape) {
            m_state = State::Escape;
        } else if (byte == kCancel || byte == kSubstitute) {
            m_state = State::Text;
        } else if ((byte == kEightBitStart && m_state != State::Sequence) ||
                   (m_state == State::Escape && byte == '[')) {
            // The former is one only when a program has switched UTF-8 off; in a text it does no harm here.
            m_state = State::Sequence;
            m_parameters = 1;
        } else if (m_state == State::Sequence) {
            if (byte >= 0x40 && byte < 0x7f) m_state = State::Text;
            if (byte == ';' || byte == ':') ++m_parameters;
            return m_parameters <= kMost || byte < '0' || byte > ';';
        } else if (m_state == State::Escape && byte >= 0x20 && byte < 0x7f) {
            m_state = State::Text;
        }
        return true;
    }

private:
    static constexpr unsigned char kEscape = 0x1b, kCancel = 0x18, kSubstitute = 0x1a, kEightBitStart = 0x9b;
    enum class State { Text, Escape, Sequence };
    State m_state = State::Text;
    int m_parameters = 0;
};

}  // namespace armillary::app
