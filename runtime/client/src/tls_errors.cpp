#include "tls_errors.h"

#include "escape.h"
#include "tls_pin.h"

#include <arpa/inet.h>
#include <openssl/err.h>

#include <array>
#include <ctime>

namespace redisconf {
namespace {

constexpr std::size_t kMaxListedNames = 300;

std::string address_text(const ASN1_OCTET_STRING& bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = ASN1_STRING_length(&bytes) == 4 ? AF_INET : AF_INET6;
  if (family == AF_INET6 && ASN1_STRING_length(&bytes) != 16) return "?";
  inet_ntop(family, ASN1_STRING_get0_data(&bytes), text.data(), text.size());
  return text.data();
}

std::string name_text(const GENERAL_NAME& name) {
  if (name.type == GEN_DNS) {
    const auto* const bytes = reinterpret_cast<const char*>(ASN1_STRING_get0_data(name.d.dNSName));
    return std::string(bytes, static_cast<std::size_t>(ASN1_STRING_length(name.d.dNSName)));
  }
  return name.type == GEN_IPADD ? address_text(*name.d.iPAddress) : std::string();
}

std::string alternative_names(const X509& certificate) {
  const GeneralNamesPtr names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::string list;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const std::string name = name_text(*sk_GENERAL_NAME_value(names.get(), i));
    if (!name.empty()) list.append(list.empty() ? "" : ", ").append(name);
  }
  return escaped(list, kMaxListedNames);
}

std::string issuer_text(const X509& certificate) {
  std::array<char, 256> text{};
  X509_NAME_get_text_by_NID(X509_get_issuer_name(&certificate), NID_commonName, text.data(),
                            static_cast<int>(text.size()));
  return text[0] == '\0' ? "unnamed" : escaped(text.data());
}

std::string time_text(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return "?";
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &parts);
  return text.data();
}

std::string validity_text(const X509& certificate) {
  return time_text(X509_get0_notBefore(&certificate)) + " to " + time_text(X509_get0_notAfter(&certificate)) +
         " UTC";
}

std::string mismatch(const RefusedCertificate& refused, const std::string& host) {
  if (refused.names.empty())
    return "the certificate carries no name at all (no SAN), so not " + host + " either";
  return "the certificate is for " + refused.names + ", not for " + host;
}

Fault unknown_authority(const RefusedCertificate& refused) {
  return {ErrorCategory::tls,
          "the certificate comes from an authority that is not trusted: " + refused.issuer,
          "give that authority's PEM certificate as " + setting("tls.ca") + " or REDIS_TLS_CA_FILE"};
}

Fault wrong_name(const RefusedCertificate& refused, const std::string& host) {
  return {ErrorCategory::tls, mismatch(refused, host),
          "check " + setting("connection.host") +
              "; if the server is right, name it as its certificate does: " + setting("tls.server_name")};
}

Fault wrong_address(const RefusedCertificate& refused, const std::string& host) {
  return {ErrorCategory::tls, mismatch(refused, host) + "; addresses need an IP SAN",
          "connect by the name in the certificate: " + setting("connection.host") + " or " +
              setting("tls.server_name")};
}

Fault wrong_pin(const RefusedCertificate& refused) {
  return {ErrorCategory::tls, "the server's key is not one of tls.pin; it is " + refused.pin,
          "if the server was meant to get a new key, add it to " + setting("tls.pin") + " in the schema"};
}

struct Reason {
  int code;
  const char* cause;
  const char* fix;
};

constexpr const char* kClientCertificateFix =
    "set tls.certificate and tls.key (REDIS_TLS_CERTIFICATE_FILE, REDIS_TLS_KEY_FILE) to a pair that the "
    "server's "
    "authority signed";
constexpr const char* kNoTlsFix =
    "check connection.port (REDIS_PORT); for a server without TLS set tls.enabled (REDIS_TLS_ENABLED) to "
    "false";
constexpr const char* kOldVersionFix = "let the server offer TLS 1.2 or newer (tls-protocols in redis.conf)";

constexpr std::array kReasons{
    Reason{SSL_R_WRONG_VERSION_NUMBER, "the server does not speak TLS on this port", kNoTlsFix},
    Reason{SSL_R_PACKET_LENGTH_TOO_LONG, "the server does not speak TLS on this port", kNoTlsFix},
    Reason{SSL_R_HTTP_REQUEST, "the server does not speak TLS on this port", kNoTlsFix},
    Reason{SSL_R_UNSUPPORTED_PROTOCOL, "the server offers no TLS 1.2 or newer", kOldVersionFix},
    Reason{SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, "the server offers no TLS 1.2 or newer", kOldVersionFix},
    Reason{SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED, "the server asks for a client certificate",
           kClientCertificateFix},
    Reason{SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE,
           "the server broke off the handshake; it may ask for a client certificate", kClientCertificateFix},
    Reason{SSL_R_TLSV1_ALERT_UNKNOWN_CA, "the server does not trust the client certificate's authority",
           kClientCertificateFix},
    Reason{SSL_R_SSLV3_ALERT_BAD_CERTIFICATE, "the server refused the client certificate",
           kClientCertificateFix},
    Reason{SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED, "the server says that the client certificate has expired",
           kClientCertificateFix},
};

}  // namespace

RefusedCertificate describe_refused(X509_STORE_CTX* store) {
  RefusedCertificate refused;
  refused.error = X509_STORE_CTX_get_error(store);
  if (const X509* const leaf = X509_STORE_CTX_get0_cert(store)) {
    refused.names = alternative_names(*leaf);
    refused.pin = pin_of(*leaf);
  }
  if (const X509* const faulty = X509_STORE_CTX_get_current_cert(store)) {
    refused.issuer = issuer_text(*faulty);
    refused.validity = validity_text(*faulty);
  }
  return refused;
}

Fault certificate_fault(const RefusedCertificate& refused, const std::string& host) {
  const std::string renew = "renew it on the server, and check the clocks of both machines";
  switch (refused.error) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
      return wrong_name(refused, host);
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return wrong_address(refused, host);
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return {ErrorCategory::tls, "the certificate has expired; it was valid from " + refused.validity,
              renew};
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return {ErrorCategory::tls, "the certificate is not yet valid; it is from " + refused.validity, renew};
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return {ErrorCategory::tls, "the certificate is self-signed and not trusted",
              "give it as " + setting("tls.ca") + " or REDIS_TLS_CA_FILE, or let an authority sign it"};
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return unknown_authority(refused);
    case X509_V_ERR_APPLICATION_VERIFICATION:
      return wrong_pin(refused);
    default:
      return {ErrorCategory::tls,
              std::string("the certificate was refused: ") + X509_verify_cert_error_string(refused.error)};
  }
}

void clear_tls_errors() noexcept {
  if (ERR_peek_error() != 0) ERR_clear_error();
}

Fault tls_fault() {
  const unsigned long error = ERR_peek_last_error();
  ERR_clear_error();
  for (const Reason& reason : kReasons) {
    if (ERR_GET_LIB(error) == ERR_LIB_SSL && ERR_GET_REASON(error) == reason.code) {
      return {ErrorCategory::tls, reason.cause, reason.fix};
    }
  }
  const char* const text = ERR_reason_error_string(error);
  return {ErrorCategory::tls, text == nullptr ? "the TLS session broke" : std::string("TLS: ") + text};
}

Fault handshake_fault(const Fault& transport) {
  const auto category =
      transport.category() == ErrorCategory::timeout ? ErrorCategory::timeout : ErrorCategory::tls;
  return {category, transport.cause() + " (in the TLS handshake); a port without TLS may behave so",
          kNoTlsFix};
}

}  // namespace redisconf
