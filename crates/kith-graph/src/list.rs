//! One member's connections: entries in ascending order of their slots, each with whether it limits the member.

/// One more than the greatest slot.
pub(crate) const MOST_SLOTS: u32 = 1 << 31;

/// From here on the longer of two lists is searched for each entry of the shorter, instead of both being walked.
const GALLOP: usize = 16;

/// Entries `slot << 1 | limits`, ascending.
#[derive(Clone, Default)]
pub(crate) struct List {
    entries: Vec<u32>,
}

impl List {
    pub(crate) fn with_room(length: usize) -> Self {
        Self { entries: Vec::with_capacity(length) }
    }

    /// Adds an entry to a list that is settled later.
    pub(crate) fn push(&mut self, slot: u32, limits: bool) {
        self.entries.push(entry(slot, limits));
    }

    /// Puts pushed entries in order; of those with the same slot the one pushed last stays.
    pub(crate) fn settle(&mut self) {
        if self.entries.is_sorted_by(|one, next| slot(*one) < slot(*next)) {
            return;
        }
        self.entries.sort_by_key(|entry| slot(*entry));
        self.entries.reverse();
        self.entries.dedup_by_key(|entry| slot(*entry));
        self.entries.reverse();
    }

    /// Puts an entry in its place; true where the slot was not there.
    pub(crate) fn put(&mut self, other: u32, limits: bool) -> bool {
        let entry = entry(other, limits);
        match self.place(other) {
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
        self.place(other).ok().map(|place| limited(self.entries[place]))
    }

    pub(crate) fn has(&self, other: u32) -> bool {
        self.place(other).is_ok()
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn slots(&self) -> impl Iterator<Item = u32> {
        self.entries.iter().map(|entry| slot(*entry))
    }

    /// The slots of those who do not limit this member: the only ones over whom anybody is shown to them.
    pub(crate) fn usable(&self) -> impl Iterator<Item = u32> {
        self.entries.iter().filter(|entry| !limited(**entry)).map(|entry| slot(*entry))
    }

    /// Visits, in ascending order, the slots that are usable in both lists, until `visit` says to stop.
    pub(crate) fn meet(&self, other: &Self, mut visit: impl FnMut(u32) -> bool) {
        let (short, long) = if self.len() <= other.len() { (self, other) } else { (other, self) };
        let (mut short, mut long) = (short.entries.as_slice(), long.entries.as_slice());
        let gallops = long.len() / GALLOP > short.len();
        while let (Some(&one), Some(&two)) = (short.first(), long.first()) {
            match slot(one).cmp(&slot(two)) {
                std::cmp::Ordering::Less => short = &short[1..],
                std::cmp::Ordering::Greater if gallops => long = from(long, slot(one)),
                std::cmp::Ordering::Greater => long = &long[1..],
                std::cmp::Ordering::Equal => {
                    if !limited(one) && !limited(two) && visit(slot(one)) {
                        return;
                    }
                    (short, long) = (&short[1..], &long[1..]);
                }
            }
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<u32>()
    }

    fn place(&self, other: u32) -> Result<usize, usize> {
        self.entries.binary_search_by_key(&other, |entry| slot(*entry))
    }
}

fn entry(slot: u32, limits: bool) -> u32 {
    slot << 1 | u32::from(limits)
}

fn slot(entry: u32) -> u32 {
    entry >> 1
}

fn limited(entry: u32) -> bool {
    entry & 1 != 0
}

/// The entries from `least` on, found in steps that double, since it is mostly near.
fn from(entries: &[u32], least: u32) -> &[u32] {
    let mut step = 1;
    while step < entries.len() && slot(entries[step]) < least {
        step *= 2;
    }
    let (before, end) = (step / 2, entries.len().min(step + 1));
    let place = entries[before..end].partition_point(|entry| slot(*entry) < least);
    &entries[before + place..]
}
