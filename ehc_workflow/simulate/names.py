"""Names for people who do not exist, made from words that are no one's name. Places and schools are as invented."""

from __future__ import annotations

GIVEN_NAMES = (
    "Acorn", "Alder", "Amberly", "Arrow", "Aspenna", "Bay", "Beech", "Birdie", "Bracken", "Briar",
    "Brook", "Bryony", "Burdock", "Cedar", "Celandine", "Clover", "Comet", "Copper", "Coral", "Cricket",
    "Damson", "Dune", "Ember", "Fennel", "Fern", "Finch", "Fjord", "Flint", "Foxglove", "Garnet",
    "Gorse", "Harebell", "Harrow", "Hawk", "Heron", "Hollis", "Inkwell", "Juniper", "Kestrel", "Kite",
    "Larch", "Lark", "Linnet", "Lupin", "Mallow", "Maple", "Marigold", "Merlin", "Moss", "Nettle",
    "Oakley", "Osprey", "Pebble", "Pepper", "Pippin", "Plover", "Quill", "Rain", "Reed", "Ripple",
    "Roan", "Rowan", "Rush", "Sable", "Saffron", "Sedge", "Skye", "Sorrel", "Sparrow", "Spruce",
    "Starling", "Tansy", "Teal", "Thistle", "Thyme", "Tumble", "Umber", "Vale", "Wick", "Willow",
    "Wren", "Yarrow",
)  # fmt: skip
FAMILY_NAMES = (
    "Applecroft", "Barleymow", "Bellwether", "Bramblewick", "Brightwater", "Bumblefoot", "Buttercross",
    "Candlewick", "Catkin", "Cloudesthwaite", "Cornflower", "Cowslip", "Crumpetson",
    "Dandelyon", "Dewpond", "Drizzleby", "Eiderdown", "Featherstitch", "Fiddlewood", "Figgleton",
    "Flagstone", "Gingerbole", "Gooseberry", "Greengage", "Hayrick", "Hedgeland", "Honeypot", "Humbleby",
    "Inglenook", "Jamjar", "Kettlebrook", "Lampwick", "Lanternhill", "Lavenderly", "Limestone",
    "Marblethorpe", "Meadowsweet", "Milkwood", "Mistlethorn", "Moonraker", "Mossgather", "Nutmegson",
    "Oatfield", "Orchardly", "Otterburrow", "Pepperpot", "Pinwheel", "Plumtree", "Pocketwatch",
    "Puddlewick", "Quillfeather", "Raincoat", "Ribbonson", "Rookhope", "Saltmarsh", "Sandcastle",
    "Skylarking", "Snowberry", "Stepstone", "Sugarbeet", "Summerhouse", "Tadpole", "Teasel",
    "Thimbleby", "Thistledown", "Toadflax", "Treacleby", "Turnstile", "Umbrellow", "Velveteen",
    "Wagtailby", "Waterwheel", "Weathervane", "Whistledon", "Willowherb", "Windfall", "Wobbleton",
    "Woolsack", "Yellowhammer",
)  # fmt: skip
SCHOOL_WORDS = (
    "Amberhatch", "Bellfoundry", "Bluebottle", "Chalkdown", "Cloverfield Nine", "Copperkettle", "Cuckoopint",
    "Dipperbridge", "Dragonfly Lane", "Elderpond", "Ferrywick", "Fieldfare", "Foxtrot Hill", "Gatepost",
    "Goldfinch Row", "Greyheron", "Haystack", "Hollowoak", "Icehouse", "Jackdaw Steps", "Kingcup",
    "Ladybird Loft", "Lapwing Dyke", "Lockgate", "Marshmallow", "Millrace Seven", "Mothwing", "Nightjar",
    "Nuthatch", "Oatcake", "Oldpump", "Owlpost", "Paperkite", "Peatcutter", "Quarrymoss", "Quincetree",
    "Ragged Robin", "Riverbend Two", "Saffronfield", "Sandpiper", "Seven Stiles", "Skimming Stone",
    "Stargazer", "Swallowtail", "Tinderbox", "Tumbledown", "Tuppenny", "Waggon Shed", "Watermint",
    "Whimbrel", "Windlass", "Yaffle",
)  # fmt: skip
STREETS = (
    "Invented Lane", "Nowhere Street", "Made-up Avenue", "Pretend Close", "Fictional Way", "Imagined Rise",
    "Madeup Mews", "Unreal Gardens",
)  # fmt: skip
TEAM_NAMES = ("North", "South", "East", "West", "Coast", "Vale", "Moor", "Fell")
