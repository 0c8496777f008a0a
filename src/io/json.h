#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "lab/session.h"

namespace basin {

/// A frame as JSON: lab, params {id: value}, seed, steps, status "running" | "done" | "diverged",
/// statusText, progress, scalars {id: number}, checks [{id, name, measured, relation "<=" | "~=" |
/// ">=", predicted, tolerance, holds true | false | null, state, detail, reference}], series,
/// fields, points, graphs {id: ...}, notes {id: text} and the recipe that leads to it again.
/// NaN is null, infinities are "Infinity" and "-Infinity".
std::string frameJson(const Frame& frame);

/// Only the list of checks, or only {id: number} of the scalars.
std::string checksJson(const Frame& frame);
std::string scalarsJson(const Frame& frame);

/// Present values {id: value}: numbers, booleans, a choice as its id, a list as an array.
std::string paramsJson(const LabDef& lab, const std::vector<ParamValue>& params);

/// Ids of the parameters with these numbers (Frame::irrelevant).
std::string irrelevantJson(const LabDef& lab, const std::vector<int>& params);

/// A saved session: {basin: 1, lab, params, seed, events [{step, param, value}], steps}.
std::string recipeJson(const Recipe& recipe);

/// What the hash of an address says (io/url.h): {lab, params, seed, play true | false | null, notes
/// [text], guess}; without a lab it is "" and there are no params.
std::string addressJson(std::string_view hash);

/// Reads a saved session (or a frame's JSON, whose `recipe` it takes). Strict: every key known and
/// of its type, every value in range; the message names the key. Only `lab` must be there; missing
/// parameters are the first preset's.
Result<Recipe> parseRecipeJson(std::string_view text);

/// The lab that such a text names, whether there is one of that id or not; empty where it names none.
std::string labOfRecipeJson(std::string_view text);

/// Reads a parameter's value from a JSON text such as 0.1, true, "relu" or [8, 8].
Result<ParamValue> parseValueJson(const ParamDef& def, std::string_view text);

}  // namespace basin
