/** All further icons, fetched in one piece when the first of them is shown. */
import AlarmClock from '@lucide/svelte/icons/alarm-clock?drawing';
import Archive from '@lucide/svelte/icons/archive?drawing';
import ArchiveRestore from '@lucide/svelte/icons/archive-restore?drawing';
import ArrowDown from '@lucide/svelte/icons/arrow-down?drawing';
import ArrowRight from '@lucide/svelte/icons/arrow-right?drawing';
import ArrowUp from '@lucide/svelte/icons/arrow-up?drawing';
import ArrowUpDown from '@lucide/svelte/icons/arrow-up-down?drawing';
import AtSign from '@lucide/svelte/icons/at-sign?drawing';
import BadgeCheck from '@lucide/svelte/icons/badge-check?drawing';
import Bed from '@lucide/svelte/icons/bed?drawing';
import Bell from '@lucide/svelte/icons/bell?drawing';
import Bold from '@lucide/svelte/icons/bold?drawing';
import BookOpen from '@lucide/svelte/icons/book-open?drawing';
import Briefcase from '@lucide/svelte/icons/briefcase?drawing';
import Building from '@lucide/svelte/icons/building?drawing';
import BuildingComplex from '@lucide/svelte/icons/building-complex?drawing';
import CalendarCheck from '@lucide/svelte/icons/calendar-check?drawing';
import CalendarClock from '@lucide/svelte/icons/calendar-clock?drawing';
import CalendarDays from '@lucide/svelte/icons/calendar-days?drawing';
import CalendarPlus from '@lucide/svelte/icons/calendar-plus?drawing';
import CalendarRange from '@lucide/svelte/icons/calendar-range?drawing';
import CalendarSync from '@lucide/svelte/icons/calendar-sync?drawing';
import CalendarX from '@lucide/svelte/icons/calendar-x?drawing';
import Car from '@lucide/svelte/icons/car?drawing';
import ChartNoAxesColumn from '@lucide/svelte/icons/chart-no-axes-column?drawing';
import ChevronUp from '@lucide/svelte/icons/chevron-up?drawing';
import ChevronsUpDown from '@lucide/svelte/icons/chevrons-up-down?drawing';
import Circle from '@lucide/svelte/icons/circle?drawing';
import CircleDot from '@lucide/svelte/icons/circle-dot?drawing';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark?drawing';
import CircleUserRound from '@lucide/svelte/icons/circle-user-round?drawing';
import CircleX from '@lucide/svelte/icons/circle-x?drawing';
import ClipboardCopy from '@lucide/svelte/icons/clipboard-copy?drawing';
import ClipboardList from '@lucide/svelte/icons/clipboard-list?drawing';
import CloudOff from '@lucide/svelte/icons/cloud-off?drawing';
import Columns3 from '@lucide/svelte/icons/columns-3?drawing';
import Command from '@lucide/svelte/icons/command?drawing';
import Contact from '@lucide/svelte/icons/contact?drawing';
import ContactRound from '@lucide/svelte/icons/contact-round?drawing';
import Copy from '@lucide/svelte/icons/copy?drawing';
import CornerDownLeft from '@lucide/svelte/icons/corner-down-left?drawing';
import Database from '@lucide/svelte/icons/database?drawing';
import DoorOpen from '@lucide/svelte/icons/door-open?drawing';
import Download from '@lucide/svelte/icons/download?drawing';
import EllipsisVertical from '@lucide/svelte/icons/ellipsis-vertical?drawing';
import ExternalLink from '@lucide/svelte/icons/external-link?drawing';
import Eye from '@lucide/svelte/icons/eye?drawing';
import EyeOff from '@lucide/svelte/icons/eye-off?drawing';
import File from '@lucide/svelte/icons/file?drawing';
import FilePlus from '@lucide/svelte/icons/file-plus?drawing';
import FileText from '@lucide/svelte/icons/file-text?drawing';
import FileUp from '@lucide/svelte/icons/file-up?drawing';
import Flag from '@lucide/svelte/icons/flag?drawing';
import Folder from '@lucide/svelte/icons/folder?drawing';
import FolderOpen from '@lucide/svelte/icons/folder-open?drawing';
import Gift from '@lucide/svelte/icons/gift?drawing';
import Globe from '@lucide/svelte/icons/globe?drawing';
import GripVertical from '@lucide/svelte/icons/grip-vertical?drawing';
import Hand from '@lucide/svelte/icons/hand?drawing';
import HardDrive from '@lucide/svelte/icons/hard-drive?drawing';
import Hash from '@lucide/svelte/icons/hash?drawing';
import HeartHandshake from '@lucide/svelte/icons/heart-handshake?drawing';
import Hotel from '@lucide/svelte/icons/hotel?drawing';
import Hourglass from '@lucide/svelte/icons/hourglass?drawing';
import IdCard from '@lucide/svelte/icons/id-card?drawing';
import Image from '@lucide/svelte/icons/image?drawing';
import Inbox from '@lucide/svelte/icons/inbox?drawing';
import Kanban from '@lucide/svelte/icons/kanban?drawing';
import Keyboard from '@lucide/svelte/icons/keyboard?drawing';
import Languages from '@lucide/svelte/icons/languages?drawing';
import LayoutGrid from '@lucide/svelte/icons/layout-grid?drawing';
import LayoutList from '@lucide/svelte/icons/layout-list?drawing';
import LifeBuoy from '@lucide/svelte/icons/life-buoy?drawing';
import Link from '@lucide/svelte/icons/link?drawing';
import Italic from '@lucide/svelte/icons/italic?drawing';
import List from '@lucide/svelte/icons/list?drawing';
import ListChecks from '@lucide/svelte/icons/list-checks?drawing';
import ListFilter from '@lucide/svelte/icons/list-filter?drawing';
import ListOrdered from '@lucide/svelte/icons/list-ordered?drawing';
import ListTodo from '@lucide/svelte/icons/list-todo?drawing';
import Lock from '@lucide/svelte/icons/lock?drawing';
import LogOut from '@lucide/svelte/icons/log-out?drawing';
import Mail from '@lucide/svelte/icons/mail?drawing';
import Maximize2 from '@lucide/svelte/icons/maximize-2?drawing';
import Menu from '@lucide/svelte/icons/menu?drawing';
import Merge from '@lucide/svelte/icons/merge?drawing';
import MessageSquare from '@lucide/svelte/icons/message-square?drawing';
import Minus from '@lucide/svelte/icons/minus?drawing';
import Monitor from '@lucide/svelte/icons/monitor?drawing';
import Moon from '@lucide/svelte/icons/moon?drawing';
import Newspaper from '@lucide/svelte/icons/newspaper?drawing';
import NotebookText from '@lucide/svelte/icons/notebook-text?drawing';
import Palette from '@lucide/svelte/icons/palette?drawing';
import PanelLeft from '@lucide/svelte/icons/panel-left?drawing';
import Paperclip from '@lucide/svelte/icons/paperclip?drawing';
import Phone from '@lucide/svelte/icons/phone?drawing';
import PhoneCall from '@lucide/svelte/icons/phone-call?drawing';
import Plane from '@lucide/svelte/icons/plane?drawing';
import Plug from '@lucide/svelte/icons/plug?drawing';
import Printer from '@lucide/svelte/icons/printer?drawing';
import Quote from '@lucide/svelte/icons/quote?drawing';
import Redo2 from '@lucide/svelte/icons/redo-2?drawing';
import RefreshCw from '@lucide/svelte/icons/refresh-cw?drawing';
import Repeat from '@lucide/svelte/icons/repeat?drawing';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw?drawing';
import RotateCcwClock from '@lucide/svelte/icons/rotate-ccw-clock?drawing';
import Save from '@lucide/svelte/icons/save?drawing';
import Send from '@lucide/svelte/icons/send?drawing';
import Settings2 from '@lucide/svelte/icons/settings-2?drawing';
import Share from '@lucide/svelte/icons/share?drawing';
import Share2 from '@lucide/svelte/icons/share-2?drawing';
import ShieldCheck from '@lucide/svelte/icons/shield-check?drawing';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal?drawing';
import Sparkles from '@lucide/svelte/icons/sparkles?drawing';
import Split from '@lucide/svelte/icons/split?drawing';
import Square from '@lucide/svelte/icons/square?drawing';
import SquareDashed from '@lucide/svelte/icons/square-dashed?drawing';
import SquarePen from '@lucide/svelte/icons/square-pen?drawing';
import Star from '@lucide/svelte/icons/star?drawing';
import Sun from '@lucide/svelte/icons/sun?drawing';
import Table from '@lucide/svelte/icons/table?drawing';
import Tag from '@lucide/svelte/icons/tag?drawing';
import TextAlignStart from '@lucide/svelte/icons/text-align-start?drawing';
import Timer from '@lucide/svelte/icons/timer?drawing';
import TrainFront from '@lucide/svelte/icons/train-front?drawing';
import Type from '@lucide/svelte/icons/type?drawing';
import Unlink from '@lucide/svelte/icons/unlink?drawing';
import Upload from '@lucide/svelte/icons/upload?drawing';
import User from '@lucide/svelte/icons/user?drawing';
import UserCheck from '@lucide/svelte/icons/user-check?drawing';
import UserPlus from '@lucide/svelte/icons/user-plus?drawing';
import UserRound from '@lucide/svelte/icons/user-round?drawing';
import UserX from '@lucide/svelte/icons/user-x?drawing';
import UsersRound from '@lucide/svelte/icons/users-round?drawing';
import Utensils from '@lucide/svelte/icons/utensils?drawing';
import Video from '@lucide/svelte/icons/video?drawing';
import Wallet from '@lucide/svelte/icons/wallet?drawing';
import WifiOff from '@lucide/svelte/icons/wifi-off?drawing';
import Zap from '@lucide/svelte/icons/zap?drawing';

export const icons: Readonly<Record<string, string>> = {
  'alarm-clock': AlarmClock,
  archive: Archive,
  'archive-restore': ArchiveRestore,
  'arrow-down': ArrowDown,
  'arrow-right': ArrowRight,
  'arrow-up': ArrowUp,
  'arrow-up-down': ArrowUpDown,
  'at-sign': AtSign,
  'badge-check': BadgeCheck,
  bed: Bed,
  bell: Bell,
  bold: Bold,
  italic: Italic,
  'book-open': BookOpen,
  briefcase: Briefcase,
  building: Building,
  'building-2': BuildingComplex,
  'building-complex': BuildingComplex,
  'calendar-check': CalendarCheck,
  'calendar-clock': CalendarClock,
  'calendar-days': CalendarDays,
  'calendar-plus': CalendarPlus,
  'calendar-range': CalendarRange,
  'calendar-sync': CalendarSync,
  'calendar-x': CalendarX,
  car: Car,
  'chart-no-axes-column': ChartNoAxesColumn,
  'chevron-up': ChevronUp,
  'chevrons-up-down': ChevronsUpDown,
  circle: Circle,
  'circle-dot': CircleDot,
  'circle-question-mark': CircleQuestionMark,
  'circle-user-round': CircleUserRound,
  'circle-x': CircleX,
  'clipboard-copy': ClipboardCopy,
  'clipboard-list': ClipboardList,
  'cloud-off': CloudOff,
  'columns-3': Columns3,
  command: Command,
  contact: Contact,
  'contact-round': ContactRound,
  copy: Copy,
  'corner-down-left': CornerDownLeft,
  database: Database,
  'door-open': DoorOpen,
  download: Download,
  'ellipsis-vertical': EllipsisVertical,
  'external-link': ExternalLink,
  eye: Eye,
  'eye-off': EyeOff,
  file: File,
  'file-plus': FilePlus,
  'file-text': FileText,
  'file-up': FileUp,
  flag: Flag,
  folder: Folder,
  'folder-open': FolderOpen,
  gift: Gift,
  globe: Globe,
  'grip-vertical': GripVertical,
  hand: Hand,
  'hard-drive': HardDrive,
  hash: Hash,
  'heart-handshake': HeartHandshake,
  help: CircleQuestionMark,
  history: RotateCcwClock,
  hotel: Hotel,
  hourglass: Hourglass,
  'id-card': IdCard,
  image: Image,
  inbox: Inbox,
  kanban: Kanban,
  keyboard: Keyboard,
  languages: Languages,
  'layout-grid': LayoutGrid,
  'layout-list': LayoutList,
  'life-buoy': LifeBuoy,
  link: Link,
  list: List,
  'list-checks': ListChecks,
  'list-filter': ListFilter,
  'list-ordered': ListOrdered,
  'list-todo': ListTodo,
  lock: Lock,
  'log-out': LogOut,
  mail: Mail,
  'maximize-2': Maximize2,
  menu: Menu,
  merge: Merge,
  'message-square': MessageSquare,
  minus: Minus,
  monitor: Monitor,
  moon: Moon,
  newspaper: Newspaper,
  'notebook-text': NotebookText,
  palette: Palette,
  'panel-left': PanelLeft,
  paperclip: Paperclip,
  phone: Phone,
  'phone-call': PhoneCall,
  plane: Plane,
  plug: Plug,
  printer: Printer,
  quote: Quote,
  'redo-2': Redo2,
  'refresh-cw': RefreshCw,
  repeat: Repeat,
  'rotate-ccw': RotateCcw,
  'rotate-ccw-clock': RotateCcwClock,
  save: Save,
  send: Send,
  'settings-2': Settings2,
  share: Share,
  'share-2': Share2,
  'shield-check': ShieldCheck,
  'sliders-horizontal': SlidersHorizontal,
  sparkles: Sparkles,
  split: Split,
  square: Square,
  'square-dashed': SquareDashed,
  'square-pen': SquarePen,
  star: Star,
  sun: Sun,
  table: Table,
  tag: Tag,
  text: TextAlignStart,
  'text-align-start': TextAlignStart,
  timer: Timer,
  'train-front': TrainFront,
  type: Type,
  unlink: Unlink,
  upload: Upload,
  user: User,
  'user-check': UserCheck,
  'user-plus': UserPlus,
  'user-round': UserRound,
  'user-x': UserX,
  'users-round': UsersRound,
  utensils: Utensils,
  video: Video,
  wallet: Wallet,
  'wifi-off': WifiOff,
  zap: Zap
};
