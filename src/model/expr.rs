//! Expressions in workflows (`expr`, `when`), evaluated in the template engine's sandbox with limited fuel.
//! They see an engagement's values and nothing else: no file, no clock, no function that reaches out.

use std::fmt;

use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value};

use super::field;

/// How many steps one evaluation may take.
const FUEL: u64 = 20_000;

/// An expression that has been read and can be evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    source: String,
}

impl Expr {
    /// Reads an expression.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(source: &str) -> Result<Self, String> {
        let environment = environment();
        let expression = environment
            .compile_expression(source)
            .map_err(|error| explain(&error))?;
        // A name of a filter, test or function that there is none of is only found by whoever gets there, so it is tried on nothing.
        if let Err(error) = expression.eval(())
            && matches!(
                error.kind(),
                ErrorKind::UnknownFilter | ErrorKind::UnknownTest | ErrorKind::UnknownFunction
            )
        {
            return Err(explain(&error));
        }
        Ok(Self {
            source: source.to_owned(),
        })
    }

    /// Whether it holds for these values. An unknown name counts as nothing.
    ///
    /// # Errors
    /// Says why it could not be evaluated, such as an operation on a value of another type.
    pub fn holds(&self, values: &Value) -> Result<bool, String> {
        let environment = environment();
        let expression = environment
            .compile_expression(&self.source)
            .map_err(|error| explain(&error))?;
        expression
            .eval(values)
            .map(|value| value.is_true())
            .map_err(|error| explain(&error))
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

/// What makes much out of little in one step, which fuel does not count.
const GREEDY: [&str; 8] = [
    "replace",
    "join",
    "indent",
    "pprint",
    "tojson",
    "urlencode",
    "batch",
    "slice",
];

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    for filter in GREEDY {
        environment.remove_filter(filter);
    }
    for function in ["range", "lipsum", "debug"] {
        environment.remove_global(function);
    }
    // A field of money is a text; `value | amount > 50000` asks how much it is.
    environment.add_filter("amount", |value: Value| {
        let number = || f64::try_from(value.clone()).ok();
        value.as_str().map_or_else(number, field::amount)
    });
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(50);
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment
}

fn explain(error: &minijinja::Error) -> String {
    error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn holds(source: &str) -> Result<bool, String> {
        Expr::parse(source)?.holds(&Value::from(BTreeMap::from([("budget", 12)])))
    }

    #[test]
    fn names_that_are_not_there_count_as_nothing() {
        assert_eq!(holds("'EUR 42,000' | amount > 40000"), Ok(true));
        assert_eq!(holds("(nothing | amount or 0) > 40000"), Ok(false));
        assert_eq!(holds("budget > 10"), Ok(true));
        assert_eq!(holds("nothing.of.the.kind"), Ok(false));
        assert_eq!(holds("not nothing"), Ok(true));
    }

    #[test]
    fn what_would_grow_without_end_is_an_error() {
        for source in [
            "('a' * 1000000000) | length > 0",
            "range(100000000) | list | length > 0",
            "[1] * 1000000000",
            "('x' * 10000000) | replace('x', 'y' * 10000) | length",
        ] {
            assert!(holds(source).is_err(), "{source}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_on_reading() {
        assert!(Expr::parse("budget >").is_err());
        assert!(Expr::parse("").is_err());
    }
}
