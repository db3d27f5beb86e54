#include "customers.h"

#include <redisconf/config/resources.h>

#include <nlohmann/json.hpp>

#include <string_view>

namespace backend {
namespace {

redisconf::ChannelSettings channel_of(const RedisConfig& config) {
  redisconf::ChannelSettings channel = config.customers_channel();
  const std::string_view directory = config.spool_directory();
  if (directory == "none") {
    channel.spool_bytes = 0;
  } else {
    channel.directory = directory;
  }
  return channel;
}

std::string news_of(const Customer& customer) {
  return nlohmann::ordered_json{{"created", customer.id}, {"name", customer.name}}.dump();
}

}  // namespace

Customers::Customers(redisconf::Client& client, const RedisConfig& config)
    : publisher_(client, channel_of(config)) {}

redisconf::CriticalOutcome<Customer> Customers::create(const std::string& name) {
  return redisconf::critical_operation(
      [&] { return add(name); },
      [&](const Customer& customer) { return publisher_.publish(news_of(customer)); });
}

Customer Customers::add(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t id = customers_.size() + 1;
  return customers_.emplace(id, Customer{id, name}).first->second;
}

}  // namespace backend
