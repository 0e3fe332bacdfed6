#pragma once

namespace armillary::app {

/// Keeps from libvterm 0.3 what it does not bear of control sequences (ECMA-48, 5.4): parameters beyond those that it
/// has room for, numbers that have it do something two thousand million times, and REP (repeat the last character),
/// which never ends when there was none: its character has to be sent instead. Nor can a program switch UTF-8 off, so
/// that what begins a sequence is always the same. Sees no sequence end before libvterm does.
class SequenceGuard {
public:
    static constexpr int kMostParameters = 15, kMostDigits = 5;
    /// Ends a sequence without effect.
    static constexpr char kCancel = 0x18;

    /// Cancel, Repeat: kCancel takes the byte's place.
    enum class Verdict { Pass, LeaveOut, Cancel, Repeat };

    Verdict see(unsigned char byte) {
        if (byte == kEscape) {
            m_state = State::Escape;
            m_intermediate = '\0';
        } else if (byte == kCancel || byte == kSubstitute) {
            m_state = State::Text;
        } else if (m_state == State::Escape) {
            return seeInEscape(byte);
        } else if (m_state == State::Sequence) {
            return seeInSequence(byte);
        } else if (byte >= 0x20) {
            m_last = byte < 0x7f ? static_cast<char>(byte) : '\0';
        }
        return Verdict::Pass;
    }

    /// After Repeat: what, and how often. '\0' for what is no ASCII, and is not repeated.
    char repeated() const { return m_last; }
    int times() const { return m_number > 0 ? m_number : 1; }

private:
    static constexpr unsigned char kEscape = 0x1b, kSubstitute = 0x1a;
    enum class State { Text, Escape, Sequence };

    /// Bytes that are none of an escape sequence do not end it.
    Verdict seeInEscape(unsigned char byte) {
        if (byte < 0x20 || byte >= 0x7f) return Verdict::Pass;
        if (byte < 0x30) {
            m_intermediate = static_cast<char>(byte);
            return Verdict::Pass;
        }
        const bool begins = byte == '[' && m_intermediate == '\0';
        m_state = begins ? State::Sequence : State::Text;
        m_parameters = 1;
        m_digits = m_number = 0;
        return m_intermediate == '%' && byte == '@' ? Verdict::Cancel : Verdict::Pass;
    }

    Verdict seeInSequence(unsigned char byte) {
        if (byte >= 0x40 && byte < 0x7f) {
            m_state = State::Text;
            return byte == 'b' ? Verdict::Repeat : Verdict::Pass;
        }
        if (byte == ';' || byte == ':') {
            ++m_parameters;
            m_digits = 0;
            return m_parameters <= kMostParameters ? Verdict::Pass : Verdict::LeaveOut;
        }
        if (byte < '0' || byte > '9') return Verdict::Pass;
        if (m_parameters > kMostParameters || ++m_digits > kMostDigits) return Verdict::LeaveOut;
        if (m_parameters == 1) m_number = m_number * 10 + (byte - '0');
        return Verdict::Pass;
    }

    State m_state = State::Text;
    int m_parameters = 0, m_digits = 0, m_number = 0;
    char m_last = '\0', m_intermediate = '\0';
};

}  // namespace armillary::app
