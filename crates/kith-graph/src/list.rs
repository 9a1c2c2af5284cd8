//! One member's connections: entries in ascending order of their slots, each with whether it limits the member.

/// One more than the greatest slot.
pub(crate) const MOST_SLOTS: u32 = 1 << 31;

/// From here on the longer of two lists is searched for each entry of the shorter, instead of both being walked.
const GALLOP: usize = 16;

/// A connection's slot, and whether that connection limits the member whose list it is in: `slot << 1 | limits`.
#[derive(Clone, Copy)]
pub(crate) struct Entry(u32);

impl Entry {
    pub(crate) fn new(slot: u32, limits: bool) -> Self {
        Self(slot << 1 | u32::from(limits))
    }

    pub(crate) fn slot(self) -> u32 {
        self.0 >> 1
    }

    fn limits(self) -> bool {
        self.0 & 1 != 0
    }
}

/// Entries by ascending slot.
#[derive(Clone, Default)]
pub(crate) struct List {
    entries: Vec<Entry>,
}

impl List {
    pub(crate) fn with_room(length: usize) -> Self {
        Self { entries: Vec::with_capacity(length) }
    }

    /// Adds an entry to a list that is settled later.
    pub(crate) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Puts pushed entries in order; of those with the same slot the one pushed last stays.
    pub(crate) fn settle(&mut self) {
        if self.entries.is_sorted_by(|one, next| one.slot() < next.slot()) {
            return;
        }
        self.entries.sort_by_key(|entry| entry.slot());
        self.entries.reverse();
        self.entries.dedup_by_key(|entry| entry.slot());
        self.entries.reverse();
    }

    /// Puts an entry in its place; true where the slot was not there.
    pub(crate) fn put(&mut self, entry: Entry) -> bool {
        match self.place(entry.slot()) {
            Ok(place) => {
                self.entries[place] = entry;
                false
            }
            Err(place) => {
                // Doubling would leave half of the memory of a network empty.
                if self.entries.len() == self.entries.capacity() {
                    self.entries.reserve_exact(self.entries.len() / 8 + 1);
                }
                self.entries.insert(place, entry);
                true
            }
        }
    }

    /// Takes an entry out; true where it was there.
    pub(crate) fn drop(&mut self, other: u32) -> bool {
        let Ok(place) = self.place(other) else { return false };
        self.entries.remove(place);
        if self.entries.len() < self.entries.capacity() / 2 {
            self.entries.shrink_to(self.entries.len() + self.entries.len() / 8);
        }
        true
    }

    /// Whether the connection in a slot limits this member; nothing where there is none.
    pub(crate) fn limits(&self, other: u32) -> Option<bool> {
        self.place(other).ok().map(|place| self.entries[place].limits())
    }

    pub(crate) fn has(&self, other: u32) -> bool {
        self.place(other).is_ok()
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn slots(&self) -> impl Iterator<Item = u32> {
        self.entries.iter().map(|entry| entry.slot())
    }

    /// The slots of those who do not limit this member: the only ones over whom anybody is shown to them.
    pub(crate) fn usable(&self) -> impl Iterator<Item = u32> {
        self.entries.iter().filter(|entry| !entry.limits()).map(|entry| entry.slot())
    }

    /// Visits, in ascending order, the slots that are usable in both lists, until `visit` says to stop.
    pub(crate) fn meet(&self, other: &Self, mut visit: impl FnMut(u32) -> bool) {
        let (short, long) = if self.len() <= other.len() { (self, other) } else { (other, self) };
        let (mut short, mut long) = (short.entries.as_slice(), long.entries.as_slice());
        let gallops = long.len() / GALLOP > short.len();
        while let (Some(&one), Some(&two)) = (short.first(), long.first()) {
            match one.slot().cmp(&two.slot()) {
                std::cmp::Ordering::Less => short = &short[1..],
                std::cmp::Ordering::Greater if gallops => long = from(long, one.slot()),
                std::cmp::Ordering::Greater => long = &long[1..],
                std::cmp::Ordering::Equal => {
                    if !one.limits() && !two.limits() && visit(one.slot()) {
                        return;
                    }
                    (short, long) = (&short[1..], &long[1..]);
                }
            }
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>()
    }

    fn place(&self, other: u32) -> Result<usize, usize> {
        self.entries.binary_search_by_key(&other, |entry| entry.slot())
    }
}

/// The entries from `least` on, found in steps that double, since it is mostly near.
fn from(entries: &[Entry], least: u32) -> &[Entry] {
    let mut step = 1;
    while step < entries.len() && entries[step].slot() < least {
        step *= 2;
    }
    let (before, end) = (step / 2, entries.len().min(step + 1));
    let place = entries[before..end].partition_point(|entry| entry.slot() < least);
    &entries[before + place..]
}
