use kith_store::engine::Fault;

/// Why a use case did not do what was asked.
#[derive(Debug)]
pub enum Failure<R> {
    /// A rule stands against it; an ordinary answer.
    Refused(R),
    /// Something unexpected; logged once, at the edge.
    Fault(Fault),
}

impl<R> From<Fault> for Failure<R> {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl<R> Failure<R> {
    /// The same failure, its refusal in other words.
    pub fn map<S>(self, f: impl FnOnce(R) -> S) -> Failure<S> {
        match self {
            Self::Refused(refused) => Failure::Refused(f(refused)),
            Self::Fault(fault) => Failure::Fault(fault),
        }
    }
}
